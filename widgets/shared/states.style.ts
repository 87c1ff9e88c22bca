/** What went wrong, and what cannot be pressed just now. */
export const statesCss = `
.note{margin-top:.75em;font-size:.875em;color:var(--aha-danger,light-dark(#b3261e,#ffb4ab))}
[aria-disabled=true]{opacity:.6;transition:opacity .2s .2s}
`;
