/** Gives a shadow root a constructed style sheet: no `<style>`, so that the strictest CSP lets it be. */
export function dress(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
}
