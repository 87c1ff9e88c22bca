/**
 * The look that all widgets share: design tokens, card, buttons, scales, status.
 *
 * A page sets tokens as `--aha-*` on the element or above it; the names with an underscore are ours. Translucent greys suit
 * any surface, light or dark. Lengths are in em over `font-size: medium`: the person's own text size, whatever the page
 * does to its root. `all: initial` stands on the card too, where no rule of the page can reach. The generic families and the `lang`
 * on the card give every script its system font, Chinese as well.
 */
export const themeCss = `
:host{all:initial;display:block;color-scheme:inherit}
:host([hidden]){display:none}
:host([placement]:not([placement=inline])){display:contents}
*{box-sizing:border-box!important}
.card{all:initial;display:block;container-type:inline-size;color-scheme:inherit;
--_accent:var(--aha-accent,light-dark(#2457d6,#a3bfff));
--_radius:var(--aha-radius,.875em);
color:var(--aha-text,light-dark(#1b1c20,#f2f2f5));background:var(--aha-surface,light-dark(#fff,#1d1e22));border:1px solid var(--aha-border,#8884);border-radius:var(--_radius);
font:var(--aha-font-size,medium)/1.5 var(--aha-font,system-ui,sans-serif);
max-width:var(--aha-width,36em);overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
:host([theme=light]) .card{color-scheme:light}
:host([theme=dark]) .card{color-scheme:dark}
.box{padding:var(--aha-space,1.25em)}p{margin:0}
.question{display:block;padding:0;font-size:1.0625em;font-weight:600;line-height:1.4;text-wrap:pretty}
.hint{display:block;font-size:.875em;font-weight:400;opacity:.72}
.actions{display:flex;flex-wrap:wrap;gap:.75em;align-items:center;margin-top:1em}
button{all:unset;min-height:2.75em;min-width:2.75em;padding:.25em 1.25em;font-weight:600;line-height:1.25;text-align:center;cursor:pointer}
.number{background:var(--aha-fill,#8882)}
button,.number{border:1px solid transparent;border-radius:calc(var(--_radius)*.7)}
.primary,:checked+*{color:var(--aha-on-accent,light-dark(#fff,#0b1a40));background:var(--_accent)}
button:hover,:hover+.number{box-shadow:inset 0 0 0 9em #8882}
:focus-visible,:focus-visible+.number{outline:2px solid var(--_accent);outline-offset:2px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@container (max-width:19em){.box{padding-inline:.625em}}
@media (forced-colors:active){.primary,:checked+*{color:HighlightText;background:Highlight;forced-color-adjust:none}}
`;
