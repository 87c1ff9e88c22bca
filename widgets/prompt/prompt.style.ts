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
.prompt .actions{margin:0;gap:.5em}
.banner .prompt{display:flex;flex-wrap:wrap;align-items:center;gap:.625em 1.5em}
.banner .words{flex:1 1 16em}
.banner .question{font-size:1em}
.banner .text{margin:0;font-size:.9375em}
.banner .image{display:none}
`;
