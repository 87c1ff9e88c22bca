const { hasOwnProperty } = Object.prototype;

/** `Object.hasOwn`, which Safari has from 15.4. */
export const hasOwn = (object: object, name: PropertyKey): boolean => hasOwnProperty.call(object, name);
