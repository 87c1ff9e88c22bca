import { themeCss } from '../shared/theme.js';

/**
 * The scale of eleven: a row, or where there is no room two, each cell with its margins a target of at least 24 px, 44 px for a finger.
 * The numbers run from left to right in every language, like a ruler.
 */
export const npsCss = `${themeCss}
fieldset{all:unset;display:block}
.scale{display:grid;grid-template-columns:repeat(11,1fr);margin:.75em -2px 0}
.cell{position:relative;padding:2px}
input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.number{display:grid;place-items:center;height:2.75em;font-weight:500}
.ends{display:flex;justify-content:space-between;gap:1em;margin-top:.375em}
.ends :last-child{text-align:end}
@container (max-width:24em){.scale{grid-template-columns:repeat(6,1fr)}}
@media (pointer:coarse){@container (max-width:33em){.scale{grid-template-columns:repeat(6,1fr)}}}
`;
