/**
 * Reads a property of `document` as the platform defines it. An element with that name, such as `<img name="title">`, stands in its
 * place on the document itself, also before a property of ours or the page's own.
 *
 * Source: https://html.spec.whatwg.org/multipage/dom.html#dom-document-nameditem
 */
export function readDocument<Name extends keyof Document>(name: Name): Document[Name] {
  // Elements and frames are objects. A text or a function is the page's own or the platform's, and is taken as it is.
  return Reflect.get(typeof document[name] === 'object' ? Document.prototype : document, name, document);
}
