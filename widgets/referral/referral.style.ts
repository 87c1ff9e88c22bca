import { themeCss } from '../shared/theme.js';

/** The link and its button in a row, below each other where there is no room; what it can be shared by as pills of at least 44 px for a finger. */
export const referralCss = `${themeCss}
.text{margin-top:.25em;text-wrap:pretty}
.link{display:flex;flex-wrap:wrap;gap:.5em;margin-top:1em}
input{all:unset;box-sizing:border-box;flex:99 1 13em;min-width:0;min-height:2.75em;padding:.25em .75em;cursor:text;
font-size:max(16px,1em);text-overflow:ellipsis;border:1px solid var(--aha-control,#888);border-radius:calc(var(--_radius)*.7)}
input:focus-visible{outline:2px solid var(--_accent);outline-offset:-1px}
.link button{flex:1 0 auto}
.swap{display:inline-grid}.swap>*{grid-area:1/1}.swap:not([data-on])>:last-child,.swap[data-on]>:first-child{visibility:hidden}
ul,ol,dl,dd,figure{all:unset;display:block}li{display:block}
.ways{display:flex;flex-wrap:wrap;gap:.5em;margin-top:.75em}
a{all:unset;display:inline-flex;align-items:center;justify-content:center;cursor:pointer;font-weight:600;line-height:1.25}
a.primary{min-height:2.75em;padding:.25em 1.25em;border:1px solid transparent;border-radius:calc(var(--_radius)*.7)}
.way{min-height:2.25em;min-width:2.25em;padding:.125em .875em;font-size:.875em;font-weight:500;
border:1px solid var(--aha-border,#8884);border-radius:1.5em;background:var(--aha-fill,#8881)}
a:hover{box-shadow:inset 0 0 0 9em #8882}
a:focus-visible{outline:2px solid var(--_accent);outline-offset:2px}
.way[aria-expanded=true]{border-color:var(--_accent)}
@media (pointer:coarse){.way{min-height:3.15em;min-width:3.15em}}
.told{margin-top:.75em;font-size:.875em}
@media (forced-colors:active){.way{border-color:CanvasText}}
@media print{.ways,.link button{display:none}}
`;
