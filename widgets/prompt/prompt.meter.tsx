import type { Strings } from '../shared/aha-element.js';
import { counted } from '../shared/counted.js';
import { figureText } from '../shared/figure.js';
import { fill } from '../shared/strings.js';
import type { PromptWords } from './locales/en.js';

export interface MeterProps {
  readonly label: string;
  /** "18 of 20"; empty where the label says it. */
  readonly usage: string;
  /** "2 left"; empty while there is enough. */
  readonly left: string;
  readonly level: 'fine' | 'near' | 'full';
  readonly used: number;
  readonly limit: number;
}

/** What a usage meter says, of a limit above 0. `warnAt` is the share from which on it is nearly full. */
export function readMeter(
  text: string,
  used: number,
  limit: number,
  warnAt: number,
  strings: Strings<PromptWords>,
  lang: string,
): MeterProps {
  const values = { used: figureText(lang, used), limit: figureText(lang, limit) };
  const label = counted(text, lang, limit, values);
  const level = used >= limit ? 'full' : used >= limit * warnAt ? 'near' : 'fine';
  const left = { full: strings.full, near: counted(strings.left, lang, limit - used), fine: '' }[level];
  const usage = label === text ? fill(strings.usage, values) : '';
  return { label, usage, left, level, used: Math.max(0, used), limit };
}

/** A usage meter. */
export function Meter({
  label,
  usage,
  left,
  level,
  used,
  limit,
  id,
}: MeterProps & { readonly id: string | undefined }) {
  return (
    <div class={`meter ${level}`} part="meter" id={id}>
      <div class="row">
        <span id="meter">{label || usage}</span>
        {label && usage && <strong>{usage}</strong>}
      </div>
      <div
        class="track"
        part="track"
        role="meter"
        aria-labelledby="meter"
        aria-valuenow={Math.min(used, limit)}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuetext={[usage, left].filter(Boolean).join(', ') || label}
      >
        <div class="bar" part="bar" style={{ '--_value': `${Math.min(1, used / limit) * 100}%` }} />
      </div>
      {left && (
        <span class="hint" part="left">
          {left}
        </span>
      )}
    </div>
  );
}
