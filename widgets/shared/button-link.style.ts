/** A link that looks like the buttons beside it. */
export const buttonLinkCss = `
a.button{all:unset;box-sizing:border-box;display:inline-grid;place-items:center;min-height:2.75em;min-width:2.75em;padding:.25em 1.25em;font-weight:600;line-height:1.25;
text-align:center;cursor:pointer;border:1px solid transparent;border-radius:calc(var(--_radius)*.7)}
a.button:hover{box-shadow:inset 0 0 0 9em #8882}
a.button.primary{color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent)}
a.button:focus-visible{outline:2px solid var(--_accent);outline-offset:2px}
@media (forced-colors:active){a.button{border-color:LinkText}a.button.primary{color:HighlightText;background:Highlight;forced-color-adjust:none}button:not(.close){border-color:ButtonText}}
`;
