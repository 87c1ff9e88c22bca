/** A bar in a track, with words above and below it. */
export const meterCss = `
.row{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.125em 1em}
.row strong{font-weight:600;font-variant-numeric:tabular-nums}
.track{block-size:.625em;margin-block:.375em;border:1px solid transparent;border-radius:1em;background:var(--aha-fill,#8883);overflow:hidden}
.bar{block-size:100%;inline-size:var(--_value);border-radius:inherit;background:var(--_bar,var(--_accent))}
.near{--_bar:var(--aha-warning,light-dark(#b45309,#fbbf24))}
.full{--_bar:var(--aha-danger,light-dark(#b3261e,#ffb4ab))}
.banner .meter{flex:0 1 18em}
@media (prefers-reduced-motion:no-preference){.bar{transition:inline-size .3s}}
@media (forced-colors:active){.track{border-color:CanvasText}.bar{background:Highlight;color:HighlightText;forced-color-adjust:none}}
`;
