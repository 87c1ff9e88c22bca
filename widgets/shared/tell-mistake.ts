import { loadPart } from './load-part.js';

/** Tells the developer, once for each element, what of its settings is not used. How it is told is loaded for it. */
export const tellMistake = (host: Element, code: string, value: unknown, remedy: string): void =>
  void loadPart(host.localName, () => import('./refuse.js')).then((part) => part?.refuse(host, code, value, remedy));
