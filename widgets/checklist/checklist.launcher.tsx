import { Card, type Frame } from '../shared/card.js';
import type { Strings } from '../shared/aha-element.js';
import { counted } from '../shared/counted.js';
import { dress } from '../shared/dress.js';
import type { ChecklistWords } from './locales/en.js';

/** What stands for a list that is not there itself: the pill that opens it, the word that it is hidden. */
const css = `
.corner.pill{container-type:normal;inline-size:auto;max-inline-size:calc(100% - 2*var(--aha-inset,1em));overflow:visible;border-radius:3em;border-width:1px;--aha-inset:1em;
inset-block-end:calc(var(--aha-inset,1em) + env(safe-area-inset-bottom,0px) + var(--_lift,0px))}
.corner.pill .box{padding:0}
.launch{display:flex;gap:.75em;align-items:center;min-height:3em;padding:.25em .625em;padding-inline-start:1.25em;border-radius:3em;text-align:start}
.launch b{display:grid;place-items:center;min-width:2em;height:2em;padding:0 .5em;font-weight:700;font-variant-numeric:tabular-nums;
color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent);border-radius:2em}
.gone{display:flex;flex-wrap:wrap;gap:.25em .75em;align-items:center;justify-content:space-between}
.gone button{margin-inline:-.75em;padding-inline:.75em;color:var(--_accent)}
.corner .gone{padding-inline-end:2em}
@media (forced-colors:active){.launch b{color:HighlightText;background:Highlight;forced-color-adjust:none}}
`;

interface StandInProps {
  readonly frame: Frame;
  readonly strings: Strings<ChecklistWords>;
  readonly left: number;
  readonly hidden: boolean;
  readonly onPress: () => void;
}

export function StandIn({ frame, strings, left, hidden, onPress }: StandInProps) {
  if (hidden) {
    return (
      <Card {...frame} status={null}>
        <div class="gone">
          <span id="question">{strings.hiddenNow}</span>
          <button type="button" class="back" part="return" onClick={onPress} children={strings.showAgain} />
        </div>
      </Card>
    );
  }
  const card = { class: 'card corner pill', popover: 'manual', part: 'card launcher' };
  return (
    <Card {...frame} surface={{ card, closeButton: null }} status={null}>
      <button type="button" class="launch" aria-expanded="false" onClick={onPress}>
        {strings.title}
        <b aria-hidden="true">{left ? new Intl.NumberFormat(frame.lang).format(left) : '✓'}</b>
        <span class="sr">{left ? counted(strings.left, frame.lang, left) : strings.finished}</span>
      </button>
    </Card>
  );
}

/** Makes a shadow root ready for it. */
export function viewFor(root: ShadowRoot): typeof StandIn {
  dress(root, css);
  return StandIn;
}
