/**
 * What the browser asks of every site: Global Privacy Control, or Do Not Track; null where it asks nothing.
 *
 * Source: https://www.w3.org/TR/gpc/, https://www.w3.org/TR/tracking-dnt/#dom-navigator-donottrack
 */
export function privacySignal(): 'gpc' | 'dnt' | null {
  if (!('navigator' in globalThis)) return null;
  const { globalPrivacyControl, doNotTrack } = navigator as Navigator & { readonly globalPrivacyControl?: unknown };
  return globalPrivacyControl === true ? 'gpc' : doNotTrack === '1' ? 'dnt' : null;
}
