/**
 * What a page sees as `window.ahaloop`.
 */
import type { Client } from './client.js';

/** What the stub snippet keeps of a call: the method, its arguments, and what resolves the promise it gave. */
export interface Stub {
  readonly q: [method: string, args: ArrayLike<unknown>, resolve?: (result: unknown) => void][];
}

/** The client of a script tag. */
export interface TagClient extends Client {
  /** Loads widgets in a root that the page does not show, such as a closed shadow root. Open ones are found by themselves. */
  discover?(root: Document | ShadowRoot): void;
}

declare global {
  interface Window {
    /** The client, once the script has loaded; before that the stub, where the page has the snippet. */
    ahaloop?: TagClient | Stub;
  }
}
