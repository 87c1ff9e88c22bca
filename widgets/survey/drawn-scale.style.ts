import { scaleCss } from './scale.style.js';

/** Stars fill up to the one chosen or pointed at; faces stand above their words, and in a narrow box beside them. */
export const drawnScaleCss = `${scaleCss}
.drawn{grid-auto-columns:minmax(0,1fr)}
.drawn svg{width:100%;max-width:2em;height:2em;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.drawn .number{background:none;height:auto;min-height:2.75em;padding:.375em .125em}
.emoji .number{background:var(--aha-fill,#8882);font-size:1em}
.emoji :checked+.number{color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent)}
.worded .number{height:100%;align-content:start;gap:.25em;padding:.625em .25em .5em}
.word{font-size:.8125em;line-height:1.25;text-align:center;text-wrap:balance}
.fit{width:fit-content;max-width:100%}
.stars{grid-auto-columns:minmax(0,3.5em)}
.stars .number{color:var(--aha-control,light-dark(#767676,#999))}
.stars .lit,.stars :checked+.number{color:var(--_accent);background:none}
.lit svg,.stars :checked+.number svg{fill:currentColor}
@media (hover:hover){.stars:hover .number svg{fill:currentColor;opacity:.55}.stars .cell:hover~.cell .number svg{fill:none;opacity:1}}
@container (max-width:25em){
.worded{grid-auto-flow:row}
.worded .number{grid-template-columns:2em 1fr;align-content:center;justify-items:start;gap:.75em;padding:.375em .75em}
.word{font-size:1em;text-align:start}
}
@media (forced-colors:active){.stars :checked+.number,.stars .lit{color:Highlight;background:none;forced-color-adjust:none}}
`;
