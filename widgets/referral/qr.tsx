import { correction, generate } from 'lean-qr/nano';

/** A QR code as an SVG path of one unit a module. */
export interface QrPath {
  /** Modules a side, without the margin of four that readers need around it. */
  readonly size: number;
  readonly path: string;
}

/**
 * Draws a text as a QR code that is read with up to 15 % of it hidden.
 *
 * @throws {Error} when it is too long: beyond some 2,300 bytes.
 */
export function qrPath(text: string): QrPath {
  const code = generate(text, { minCorrectionLevel: correction.M });
  let path = '';
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      const from = x;
      while (code.get(x, y)) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
  }
  return { size: code.size, path };
}

/** What readers need around the code, in modules. Source: ISO/IEC 18004, section 9.1 */
const MARGIN = 4;

/** The code, black on white in a dark page as well: many readers know no other. */
export function QrFigure({
  drawn,
  alt,
  hint,
}: {
  readonly drawn: QrPath;
  readonly alt: string;
  readonly hint: string;
}) {
  const { size, path } = drawn;
  const side = size + 2 * MARGIN;
  return (
    <figure class="qr" part="qr">
      <svg viewBox={`${-MARGIN} ${-MARGIN} ${side} ${side}`} role="img" aria-label={alt} shape-rendering="crispEdges">
        <path fill="#000" d={path} />
      </svg>
      <figcaption>{hint}</figcaption>
    </figure>
  );
}

export const css = `
.qr{display:flex;flex-wrap:wrap;align-items:center;gap:1em;margin-top:1em}
.qr svg{flex:none;width:10em;max-width:100%;border:1px solid var(--aha-border,#8884);border-radius:.5em;background:#fff;forced-color-adjust:none}
.qr figcaption{flex:1 1 8em}
`;
