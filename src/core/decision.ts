/**
 * What a person decided, as it is stored: `granted`, `denied`, and with a number how often a refusal was lifted before: `granted1`. It
 * stands in several stores that cannot all be written at once; a refusal wins in each, unless it was lifted since.
 */

/** Refusals are odd, so that each is above the grant that it takes back and below the one that lifts it; -1 is no decision. */
function rankOf(stored: string | null): number {
  const [, state, lifted] = /^(granted|denied)(\d{0,9})$/.exec(stored ?? '') ?? [];
  return state ? Number(lifted) * 2 + Number(state === 'denied') : -1;
}

/** The decision that holds of those that are stored; null where there is none. Pure. */
export function latestDecision(stored: readonly (string | null)[]): string | null {
  return stored.reduce((latest, one) => (rankOf(one) > rankOf(latest) ? one : latest), null);
}

/** How a decision is stored that the person makes now. Pure. */
export function nextDecision(latest: string | null, state: 'granted' | 'denied'): string {
  const rank = rankOf(latest);
  const lifted = state === 'denied' ? rank >> 1 : (rank + 1) >> 1;
  return state + (lifted > 0 ? String(lifted) : '');
}
