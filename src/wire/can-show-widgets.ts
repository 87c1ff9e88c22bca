/**
 * Whether this engine can show widgets: Chrome and Edge 93, Firefox 101, Safari 16.4 and later. It looks for the youngest of what they
 * need, `Object.hasOwn` (Chrome 93) and constructed style sheets (Firefox 101, Safari 16.4). Where there is no style at all, as in
 * jsdom, they can.
 */
export function canShowWidgets(): boolean {
  const { CSS, CSSStyleSheet } = globalThis as { CSS?: object; CSSStyleSheet?: { readonly prototype: object } };
  return 'hasOwn' in Object && (!CSS || (!!CSSStyleSheet && 'replaceSync' in CSSStyleSheet.prototype));
}
