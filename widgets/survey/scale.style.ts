import { themeCss } from '../shared/theme.js';

/** A scale: a row, or of eleven where there is no room two, each cell with its margins a target of at least 24 px, 44 px for a finger. */
export const scaleCss = `${themeCss}
fieldset{all:unset;display:block}
.scale{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;margin:.75em -2px 0}
.cell{position:relative;padding:2px}
.cell input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.number{display:grid;place-items:center;height:2.75em;font-weight:500}
.ends{display:flex;justify-content:space-between;gap:1em;margin-top:.375em}
.ends :last-child{text-align:end}
@container (max-width:24em){.long{grid-auto-flow:row;grid-template-columns:repeat(6,1fr)}}
@media (pointer:coarse){@container (max-width:33em){.long{grid-auto-flow:row;grid-template-columns:repeat(6,1fr)}}}
`;
