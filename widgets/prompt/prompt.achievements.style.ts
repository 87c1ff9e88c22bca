import { statesCss } from '../shared/states.style.js';

/** Large figures side by side, and a row of days. */
export const achievementsCss = `${statesCss}
dl,dd{margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(9em,100%),1fr));gap:.625em}
.figure{padding:.75em .875em;border:1px solid transparent;border-radius:calc(var(--_radius)*.7);background:var(--aha-fill,#8881)}
.figure dt{font-size:.875em}
.figure dd{font-size:1.75em;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
.figure .change{font-size:.8125em;font-weight:400;line-height:1.4}
.days{font-size:1.5em;font-weight:650;line-height:1.25;font-variant-numeric:tabular-nums}
.dots{display:flex;flex-wrap:wrap;gap:.375em;margin-block:.5em .25em}
.dot{display:grid;place-items:center;inline-size:1.75em;block-size:1.75em;border:1px solid var(--aha-control,#888);border-radius:50%;font-size:.875em}
.dot.on{border-color:transparent;color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent)}
.banner :is(.figures,.streak){flex:1 1 20em}
.prompt .streak .actions{margin-block-start:.75em}
.checked{border-color:var(--aha-border,#8884);cursor:default}
.checked:before{content:"✓ "/""}
@media (forced-colors:active){.figure{border-color:CanvasText}.dot.on{background:Highlight;color:HighlightText;forced-color-adjust:none}}
`;
