import { dress } from '../shared/dress.js';

/** Bits of paper in the colours of the page, once, over the list and never in the way; nothing where motion is not wanted. */
const css = `
.party{position:absolute;inset:-.5em;overflow:hidden;pointer-events:none}
.party i{position:absolute;inset-block-start:3.5em;inset-inline-start:var(--x);width:.5em;height:.75em;border-radius:1px;background:hsl(var(--h) 80% 60%);opacity:0}
@media (prefers-reduced-motion:no-preference){.party i{animation:fall 1.6s cubic-bezier(.2,.7,.4,1) var(--w) both}}
@keyframes fall{0%{opacity:1;transform:none}100%{opacity:0;transform:translate(var(--dx),var(--dy)) rotate(var(--r))}}
@media (forced-colors:active),print{.party{display:none}}
`;
const BITS = 28;

/** Makes a celebration for a shadow root. */
export function celebrate(root: ShadowRoot) {
  dress(root, css);
  return (
    <div class="party" aria-hidden="true">
      {Array.from({ length: BITS }, (_, at) => (
        <i
          style={{
            '--x': `${(at * 37) % 100}%`,
            '--h': `${(at * 47) % 360}`,
            '--w': `${(at % 7) * 40}ms`,
            '--dx': `${((at * 53) % 9) - 4}em`,
            '--dy': `${((at * 29) % 12) - 3}em`,
            '--r': `${at * 67}deg`,
          }}
        />
      ))}
    </div>
  );
}
