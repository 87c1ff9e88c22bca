/**
 * CSS as this engine knows it: where a style sheet cannot tell light from dark (before Chrome 123, Firefox 120, Safari 17.5, and where
 * it cannot be asked) the colours of a light page.
 */
const known = (css: string): string =>
  (globalThis as { CSS?: typeof CSS }).CSS?.supports('color', 'light-dark(red,red)')
    ? css
    : css.replace(/light-dark\((.+?),.+?\)|(color-scheme:)[a-z]+/g, (_, light: string, scheme: string) =>
        scheme ? `${scheme}light` : light,
      );

/**
 * Gives a shadow root a constructed style sheet: no `<style>`, so that the strictest CSP lets it be. Where there are none, as in jsdom,
 * it stays without.
 */
export function dress(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(known(css));
    // Before Chrome 99 the list is frozen.
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  } catch {
    // Nothing is laid out here.
  }
}
