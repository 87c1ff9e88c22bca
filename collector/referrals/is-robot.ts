/** Crawlers, and what draws the preview of a link in a chat: they say so, in their own interest. */
const ROBOTS =
  /(?<!cu)bot\b|crawl|spider|slurp|preview|facebookexternalhit|meta-external|whatsapp\/|skypeuri|embedly|vkshare|curl\/|wget|python-|go-http|java\/|okhttp|axios|node-fetch|headless|lighthouse/i;

/** Whether a request says of itself that no person has made it. One without a name is none either: every browser has one. */
export function isRobot(userAgent: string | undefined): boolean {
  return !userAgent || ROBOTS.test(userAgent);
}
