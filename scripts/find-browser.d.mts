/** What Chromium needs to run headless for us. */
export const BROWSER_ARGS: string[];
/** The path of a Chromium that starts; installs one where there is none, throws with the remedy where it cannot. */
export function findBrowser(): Promise<string>;
