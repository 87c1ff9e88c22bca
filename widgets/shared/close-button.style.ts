/** The close button at the end of a card's first line, and room for it there. */
export const closeButtonCss = `
.close{position:absolute;inset-block-start:.25em;inset-inline-end:.25em;padding:.75em}
.close svg{display:block;width:1.25em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}
.card:has(>.close) .question{padding-inline-end:1.75em}
`;
