import { statesCss } from '../shared/states.style.js';

/**
 * Rows of at least 44 px: a mark, what there is to do, and where it leads. A row with an action is a target as a whole; the title carries
 * the focus.
 */
export const checklistCss = `${statesCss}
[hidden]{display:none!important}
h2{all:unset;display:block}
.list{position:relative}
svg{display:block;width:1em;height:1em;fill:none;stroke:currentColor;stroke-width:2.5;stroke-linecap:round;stroke-linejoin:round}
.toggle{display:flex;gap:.5em;align-items:center;justify-content:space-between;width:calc(100% + 1em);min-height:1.75em;margin:-.375em -.5em;padding:.375em .5em;font-weight:inherit;line-height:inherit;text-align:start}
.toggle svg{flex:none;font-size:1.125em;opacity:.72}
[aria-expanded=false] svg{rotate:-90deg}
[dir=rtl] [aria-expanded=false] svg{rotate:90deg}
.intro{margin-top:.25em}
.meter{display:flex;gap:.75em;align-items:center;margin-top:.75em}
.bar{flex:1;height:.5em;overflow:hidden;background:var(--aha-fill,#8883);border-radius:1em}
.fill{display:block;height:100%;width:var(--_done);background:var(--_accent);border-radius:inherit}
.count{flex:none;opacity:1;font-variant-numeric:tabular-nums}
ul{all:unset;display:block;margin:.75em -.5em -.25em}
.item{display:flex;gap:.75em;position:relative;min-height:2.75em;padding:.5625em .5em;border-radius:calc(var(--_radius)*.7)}
.item:has(.go):hover{background:var(--aha-fill,#8882)}
.mark,.tick{flex:none;width:1.5em;height:1.5em}
.tick{position:relative;z-index:1}
.tick input{position:absolute;inset:-.625em;width:2.75em;height:2.75em;margin:0;opacity:0;cursor:pointer}
.mark{display:grid;place-items:center;border:1.5px solid var(--aha-control,#888);border-radius:50%}
.mark svg{width:1em;height:1em;stroke-width:3}
.is-done .mark{color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent);border-color:transparent}
.waits .mark{border-style:dashed}
.waits .mark svg{font-size:.8125em;stroke-width:2.5;opacity:.8}
:hover+.mark{border-color:var(--_accent)}
:focus-visible+.mark{outline:2px solid var(--_accent);outline-offset:2px}
.body{flex:1;min-width:0}
.go{all:unset;cursor:pointer}
button.go:hover{box-shadow:none}
.go:after{content:"";position:absolute;inset:0;border-radius:calc(var(--_radius)*.7)}
.go:focus-visible{outline:none}
.go:focus-visible:after{outline:2px solid var(--_accent);outline-offset:-2px}
.title{font-weight:500}
.is-done .title{font-weight:400;opacity:.72;text-decoration:line-through;text-decoration-thickness:1px}
.is-done .go:focus-visible,.is-done .go:hover{opacity:1}
.waits .title{opacity:.8;font-weight:400}
.badge{display:inline-block;margin-inline-start:.5em;padding:0 .5em;font-size:.8125em;border:1px solid var(--aha-border,#8886);border-radius:1em}
.on{align-self:center;flex:none;opacity:.6}
[dir=rtl] .on{scale:-1 1}
.foot{display:flex;flex-wrap:wrap;gap:.25em;justify-content:end;margin:.5em -.5em -.5em}
.foot button{padding-inline:.75em;font-size:.875em;min-height:3.143em;font-weight:500}
.end{margin-top:.75em;font-weight:600;color:var(--_accent)}
.note:empty{display:none}
@media (pointer:coarse){.toggle{min-height:44px}}
@media (prefers-reduced-motion:no-preference){.fill{transition:width .4s cubic-bezier(.2,.8,.2,1)}.toggle svg{transition:rotate .2s}.mark{transition:background .2s}}
@media (forced-colors:active){.bar,.mark,.item:has(.go){border:1px solid}.fill,.is-done .mark{background:Highlight;color:HighlightText;forced-color-adjust:none}}
@media print{.foot,.on{display:none}}
`;
