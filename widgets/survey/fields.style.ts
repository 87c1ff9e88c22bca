import { statesCss } from '../shared/states.style.js';

/** What follows a survey's first question: choices as rows that are targets as a whole, lines to type in, boxes to tick, the thanks. */
export const fieldsCss = `${statesCss}
.options{display:grid;gap:.375em;margin-top:.75em}
.option{display:flex;gap:.75em;align-items:flex-start;padding:.5625em .75em;border:1px solid var(--aha-control,#888a);border-radius:calc(var(--_radius)*.7);cursor:pointer;line-height:1.4}
.option:hover{background:var(--aha-fill,#8882)}
.option:has(:checked){border-color:var(--_accent);box-shadow:inset 0 0 0 1px var(--_accent)}
.option:has(:focus-visible){outline:2px solid var(--_accent);outline-offset:2px}
.option input{flex:none;width:1.25em;height:1.25em;margin:.075em 0 0;accent-color:var(--_accent);outline:none;cursor:pointer}
.option input:checked+*{color:inherit;background:none}
textarea+.option{margin-top:.75em}
textarea,.line{display:block;width:100%;margin-top:.75em;padding:.625em .75em;border:1px solid var(--aha-control,#888);border-radius:calc(var(--_radius)*.7);
font:inherit;font-size:max(16px,1em);color:inherit;background:none}
textarea{height:6em;resize:vertical}
.line{min-height:2.75em;padding-block:.5em}
.options .line{margin-top:0}
textarea:focus-visible,.line:focus-visible{outline-offset:-1px}
.done{display:flex;gap:.75em;align-items:center}
.done:before{content:"✓";content:"✓"/"";flex:none;width:2em;line-height:2;border-radius:50%;text-align:center;color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent)}
[part=step]{margin-bottom:.25em}
@media (pointer:coarse){.option{padding-block:.6875em}}
@media (forced-colors:active){.done:before{color:HighlightText;background:Highlight;forced-color-adjust:none}.option:has(:checked){border-color:Highlight;outline:1px solid Highlight}.option input{forced-color-adjust:auto}.option input:checked+*{color:CanvasText;forced-color-adjust:auto}}
`;
