import type { ComponentChildren } from 'preact';
import { Card, type Frame } from '../shared/card.js';
import type { Strings } from '../shared/aha-element.js';
import { counted } from '../shared/counted.js';
import { dress } from '../shared/dress.js';
import { fill } from '../shared/strings.js';
import type { ChecklistItem } from './checklist.items.js';
import type { ItemProgress, Progress } from './checklist.progress.js';
import { checklistCss } from './checklist.style.js';
import type { ChecklistWords } from './locales/en.js';

export interface ChecklistViewProps {
  readonly frame: Frame;
  readonly strings: Strings<ChecklistWords>;
  readonly text: string;
  readonly progress: Progress;
  readonly collapsed: boolean;
  /** What is told of an item that has just been done, or of a tour that did not start. */
  readonly news: string;
  readonly problem: string;
  readonly celebration: ComponentChildren;
  /** An item's text in the language that is spoken. */
  readonly spoken: (text: unknown) => string;
  readonly titleOf: (item: ChecklistItem) => string;
  readonly onToggle: (() => void) | undefined;
  readonly onAct: (item: ItemProgress, event: MouseEvent) => void;
  readonly onTick: (item: ItemProgress, done: boolean) => void;
  readonly onSnooze: (() => void) | undefined;
  readonly onHide: (() => void) | undefined;
}

/** A list of what there is to do, and how far the person is: props in, callbacks out. */
export function ChecklistView(props: ChecklistViewProps) {
  const { frame, strings, text, progress, collapsed, news, problem, onToggle, onSnooze, onHide } = props;
  const { items, done, total, finished } = progress;
  const { lang, surface } = frame;
  const status = (
    <>
      <p class="note" part="problem" children={problem} />
      <span class="sr">{news}</span>
    </>
  );
  const told = counted(strings.progress, lang, total, { done: new Intl.NumberFormat(lang).format(done) });
  const Section = surface ? 'div' : 'section';
  return (
    <Card {...frame} status={status}>
      <Section class="list" aria-labelledby={surface ? undefined : 'question'}>
        {props.celebration}
        <h2 class="question" part="title" id="question">
          {onToggle ? (
            <button type="button" class="toggle" aria-expanded={!collapsed} aria-controls="list" onClick={onToggle}>
              {strings.title}
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M6 9l6 6 6-6" />
              </svg>
            </button>
          ) : (
            strings.title
          )}
        </h2>
        {text && !collapsed && <p class="intro hint" part="text" children={text} />}
        <div class="meter">
          <div
            class="bar"
            part="bar"
            role="progressbar"
            aria-labelledby="question"
            aria-valuemin={0}
            aria-valuemax={total}
            aria-valuenow={done}
            aria-valuetext={told}
          >
            <span class="fill" part="fill" style={{ '--_done': `${total ? (done / total) * 100 : 0}%` }} />
          </div>
          <span class="count hint" part="count" aria-hidden="true" children={told} />
        </div>
        {finished && <p class="end" part="end" children={strings.finished} />}
        <ul role="list" id="list" part="list" hidden={collapsed}>
          {items.map((item, at) => (
            <Row {...props} item={item} at={at} key={item.id} />
          ))}
        </ul>
        {!collapsed && (onSnooze ?? onHide) && (
          <div class="foot">
            {onSnooze && <button type="button" part="snooze" onClick={onSnooze} children={strings.later} />}
            {onHide && <button type="button" part="hide" onClick={onHide} children={strings.hideList} />}
          </div>
        )}
      </Section>
    </Card>
  );
}

interface RowProps extends ChecklistViewProps {
  readonly item: ItemProgress;
  readonly at: number;
}

function Row({ item, at, strings, spoken, titleOf, onAct, onTick }: RowProps) {
  const { done, waits, action, to, optional } = item;
  const title = titleOf(item);
  const waiting = waits.length > 0;
  const ticks = item.ticks && !waiting;
  const text = !done && spoken(item.text);
  const id = `go${at}`;
  const goes = action && !waiting;
  const act = {
    id,
    class: 'go',
    part: 'action',
    onClick: (event: MouseEvent) => onAct(item, event),
    children: title,
  };
  const href = goes && action === 'href' && to;
  const rel = href && new URL(href, document.baseURI).origin !== location.origin ? 'noopener noreferrer' : undefined;
  return (
    <li class={`item${done ? ' is-done' : ''}${waiting ? ' waits' : ''}`} part={done ? 'item item-done' : 'item'}>
      {ticks ? (
        <span class="tick">
          <input
            type="checkbox"
            checked={done}
            id={`tick${at}`}
            aria-label={fill(strings.mark, { item: title })}
            onChange={(event) => onTick(item, event.currentTarget.checked)}
          />
          <Mark done={done} waits={false} />
        </span>
      ) : (
        <Mark done={done} waits={waiting}>
          <span class="sr">{done ? strings.isDone : strings.isOpen}</span>
        </Mark>
      )}
      <div class="body">
        <span class="title" part="item-title">
          {href ? (
            <a {...act} href={href} rel={rel} />
          ) : goes ? (
            <button type="button" {...act} />
          ) : ticks ? (
            <label class="go" for={`tick${at}`} children={title} />
          ) : (
            title
          )}
        </span>
        {optional && <span class="badge hint" part="optional" children={strings.extra} />}
        {text && <span class="hint" part="item-text" children={text} />}
        {waiting && (
          <span class="hint" part="item-waits">
            {fill(strings.first, { items: waits.map(titleOf).join(', ') })}
          </span>
        )}
      </div>
      {goes && (
        <svg class="on" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M9 6l6 6-6 6" />
        </svg>
      )}
    </li>
  );
}

interface MarkProps {
  readonly done: boolean;
  readonly waits: boolean;
  readonly children?: ComponentChildren;
}

function Mark({ done, waits, children }: MarkProps) {
  return (
    <span class="mark" part="mark">
      {done ? <Check /> : waits && <Lock />}
      {children}
    </span>
  );
}

const Check = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5 12.5l5 5 9-10" />
  </svg>
);
const Lock = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3" />
  </svg>
);

/** Makes a shadow root ready for it. */
export function viewFor(root: ShadowRoot): typeof ChecklistView {
  dress(root, checklistCss);
  return ChecklistView;
}
