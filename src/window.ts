/**
 * What a page sees as `window.ahaloop`.
 */
import type { Client } from './client.js';

/** What the stub snippet keeps of a call: the method, its arguments, and what resolves the promise it gave. */
export interface Stub {
  readonly q: [method: string, args: ArrayLike<unknown>, resolve?: (result: unknown) => void][];
}

declare global {
  interface Window {
    /** The client, once the script has loaded; before that the stub, where the page has the snippet. */
    ahaloop?: Client | Stub;
  }
}
