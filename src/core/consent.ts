/** Whether this browser may be tracked: yes, not yet decided, no. */
export type ConsentState = 'granted' | 'pending' | 'denied';

/** The state in force, and what it follows from. */
export interface Consent {
  readonly state: ConsentState;
  /** `decided`: by `consent()`, here or on an earlier page; a signal of the browser; the option; or none of them. */
  readonly because: 'decided' | 'gpc' | 'dnt' | 'option' | 'default';
}

/**
 * A state from what a page wrote; null where it wrote nothing. What is none of the three is `pending`: a misspelt word neither
 * tracks nor erases anybody.
 */
export function readConsent(value: unknown): ConsentState | null {
  if (value === undefined || value === null) return null;
  return value === 'granted' || value === 'denied' ? value : 'pending';
}

/**
 * The consent in force. A decision of the person's wins over a signal of their browser, which speaks for all sites at once;
 * a signal wins over what the page is configured with. Pure.
 */
export function decideConsent(
  decided: ConsentState | null,
  signal: 'gpc' | 'dnt' | null,
  option: ConsentState | null,
): Consent {
  if (decided) return { state: decided, because: 'decided' };
  if (signal) return { state: 'denied', because: signal };
  return option ? { state: option, because: 'option' } : { state: 'granted', because: 'default' };
}
