interface Signals {
  readonly globalPrivacyControl?: unknown;
  readonly doNotTrack?: unknown;
}

/**
 * What the browser asks of every site: Global Privacy Control, or Do Not Track; null where it asks nothing.
 *
 * Source: https://www.w3.org/TR/gpc/, https://www.w3.org/TR/tracking-dnt/#dom-navigator-donottrack
 */
export function privacySignal(): 'gpc' | 'dnt' | null {
  // What a page has put on every object is no word of the browser's.
  const inherited: Signals = {};
  const { globalPrivacyControl, doNotTrack } = (globalThis.navigator as Signals | undefined) ?? inherited;
  if (globalPrivacyControl === true && !inherited.globalPrivacyControl) return 'gpc';
  return doNotTrack === '1' && !inherited.doNotTrack ? 'dnt' : null;
}
