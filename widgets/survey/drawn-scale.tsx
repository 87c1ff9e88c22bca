import type { ComponentChild } from 'preact';
import { pointsOf, Scale, type ScaleProps } from './scale.js';

const STAR = 'M12 2.6l2.9 5.9 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.4l6.5-.9z';

/** A face, from unhappy (0) to happy (1): drawn, so that it is the same on every system and has the text's colour. */
const face = (share: number): ComponentChild => (
  <>
    <circle cx="12" cy="12" r="9.5" />
    <path d={`M8 ${16.75 - share * 2.5}q4 ${share * 10 - 5} 8 0M9 9.25v.75M15 9.25v.75`} />
  </>
);

/** A scale of stars or faces, each point named in words where it has some; as it is written, so from the right in Arabic. */
export function DrawnScale(props: ScaleProps) {
  const { question, answers, onValue } = props;
  const { id, title, hint, from = 0, to = 10, low = '', high = '', labels, look } = question;
  if (look !== 'stars' && look !== 'emoji') return <Scale {...props} />;
  const value = answers[id];
  const worded = look === 'emoji' && labels;
  return (
    <fieldset>
      <legend class="question" part="question" id="question">
        {title}
        {hint && <span class="hint" part="hint" children={hint} />}
      </legend>
      <div class={look === 'stars' ? 'fit' : ''}>
        <div class={`scale drawn ${look}${worded ? ' worded' : ''}`} part="scale">
          {pointsOf({ from, to }).map((point) => (
            <label class="cell">
              <input type="radio" name={id} checked={point === value} onChange={() => onValue(id, point)} />
              <span
                class={look === 'stars' && point <= Number(value) ? 'number lit' : 'number'}
                part={point === value ? 'number number-chosen' : 'number'}
              >
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  {look === 'stars' ? <path d={STAR} /> : face((point - from) / (to - from))}
                </svg>
                <span class={worded ? 'word' : 'sr'}>
                  {worded
                    ? labels[point - from]
                    : `${point} / ${to} ${point === from ? low : point === to ? high : ''}`}
                </span>
              </span>
            </label>
          ))}
        </div>
        {!worded && (
          <div class="ends hint" part="ends" aria-hidden="true">
            <span>{low}</span>
            <span>{high}</span>
          </div>
        )}
      </div>
    </fieldset>
  );
}
