import { closeButtonCss } from '../shared/close-button.style.js';
import { themeCss } from '../shared/theme.js';

/** The level with its points and the way to the next, then badges: those that are earned are filled, and say so. */
export const rewardsCss = `${themeCss}${closeButtonCss}
.rewards{display:grid;gap:1.25em}
h2,h3,ul{margin:0;padding:0}
.question{font-size:1.125em}
.row{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.125em 1em}
.level{font-size:1.5em;font-weight:650;line-height:1.3}
.points{font-weight:600;font-variant-numeric:tabular-nums}
.track{block-size:.625em;margin-block:.5em .375em;border:1px solid transparent;border-radius:1em;background:var(--aha-fill,#8883);overflow:hidden}
.bar{block-size:100%;inline-size:var(--_value);border-radius:inherit;background:var(--_accent)}
h3{font-size:.875em;font-weight:600;margin-block-end:.5em}
ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13em,100%),1fr));gap:.5em;list-style:none}
.badge{display:flex;gap:.75em;align-items:center;padding:.625em .75em;border:1px solid var(--aha-border,#8884);border-radius:calc(var(--_radius)*.7)}
.badge.earned{border-color:transparent;background:var(--aha-fill,#8881)}
.medal{flex:none;display:grid;place-items:center;inline-size:2.25em;block-size:2.25em;border:1.5px dashed var(--aha-control,#888);border-radius:50%;line-height:1}
.earned .medal{border-color:transparent;color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent)}
.medal svg{inline-size:1.25em;fill:currentColor}
.badge:not(.earned) .medal svg{color:var(--aha-control,#888)}
.name{display:block;font-weight:600;line-height:1.35}
.anniversary{display:flex;gap:.5em;align-items:center}
.today{padding:.625em .75em;border:1px solid var(--_accent);border-radius:calc(var(--_radius)*.7);font-weight:600}
.banner .rewards{grid-template-columns:repeat(auto-fit,minmax(min(18em,100%),1fr));align-items:center;gap:.75em 1.5em}
@media (prefers-reduced-motion:no-preference){.bar{transition:inline-size .4s}}
@media (forced-colors:active){.track,.badge.earned{border-color:CanvasText}.bar,.earned .medal{color:HighlightText;background:Highlight;forced-color-adjust:none}}
`;
