import { buttonLinkCss } from '../shared/button-link.style.js';
import { closeButtonCss } from '../shared/close-button.style.js';
import { themeCss } from '../shared/theme.js';

/** One above the other in a card, side by side in a banner. An image has its room before it has come, and where it does not come. */
export const promptCss = `${themeCss}${buttonLinkCss}${closeButtonCss}
.closable{position:relative}
.prompt{display:grid;gap:1em}
h2{margin:0}
.question{font-size:1.125em}
.text{margin-top:.25em;text-wrap:pretty}
.image{display:grid;place-items:center;box-sizing:border-box;inline-size:100%;aspect-ratio:16/9;object-fit:cover;margin:0;border-radius:calc(var(--_radius)*.7);
background:var(--aha-fill,#8881)}
.refused{aspect-ratio:auto}
.image>span{padding:1em;text-align:center}
.card:has(>.close) .image{margin-block-start:2.25em}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.125em 1em}
.row strong{font-weight:600;font-variant-numeric:tabular-nums}
.track{block-size:.625em;margin-block:.375em;border:1px solid transparent;border-radius:1em;background:var(--aha-fill,#8883);overflow:hidden}
.bar{block-size:100%;inline-size:var(--_value);border-radius:inherit;background:var(--_bar,var(--_accent))}
.near{--_bar:var(--aha-warning,light-dark(#b45309,#fbbf24))}
.full{--_bar:var(--aha-danger,light-dark(#b3261e,#ffb4ab))}
.prompt .actions{margin:0;gap:.5em}
.banner .prompt{display:flex;flex-wrap:wrap;align-items:center;gap:.625em 1.5em}
.banner .words{flex:1 1 16em}
.banner .question{font-size:1em}
.banner .text{margin:0;font-size:.9375em}
.banner .meter{flex:0 1 18em}
.banner .image{display:none}
@media (prefers-reduced-motion:no-preference){.bar{transition:inline-size .3s}}
@media (forced-colors:active){.track{border-color:CanvasText}.bar{background:Highlight;color:HighlightText;forced-color-adjust:none}}
`;
