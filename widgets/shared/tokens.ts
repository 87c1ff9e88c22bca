import { refuse } from './refuse.js';

const COLOUR = /^(#[\da-f]{3,8}|(rgb|hsl|oklch)a?\([\d\s.,%/deg-]{1,60}\)|[a-z]{3,24})$/i;
const LENGTH = /^\d{1,4}(\.\d{1,3})?(px|em|rem|%)$|^0$/;
const FONT = /^[\p{L}\p{N}\s,"'-]{1,200}$/u;

/** The design tokens that settings may give, and what each may be. A page's own style sheet may set any, to anything. */
const TOKENS: Readonly<Record<string, RegExp>> = {
  accent: COLOUR,
  onAccent: COLOUR,
  surface: COLOUR,
  text: COLOUR,
  border: COLOUR,
  control: COLOUR,
  fill: COLOUR,
  danger: COLOUR,
  radius: LENGTH,
  space: LENGTH,
  width: LENGTH,
  inset: LENGTH,
  fontSize: LENGTH,
  font: FONT,
};

/** Sets `{ accent: "#0a7", radius: "4px" }` as `--aha-accent`, `--aha-radius` on the element; a value that is no colour or length is refused. */
export function applyTokens(host: HTMLElement, tokens: unknown): void {
  if (typeof tokens !== 'object' || tokens === null) return;
  for (const [name, value] of Object.entries(tokens)) {
    const allowed = Object.hasOwn(TOKENS, name) ? TOKENS[name] : undefined;
    if (!allowed) refuse(host, 'token-unknown', name, `use one of ${Object.keys(TOKENS).join(', ')}`);
    else if (typeof value !== 'string' || !allowed.test(value))
      refuse(host, 'token-invalid', `${name}: ${String(value)}`, 'give a colour, a length or a font name');
    else host.style.setProperty(`--aha-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value);
  }
}
