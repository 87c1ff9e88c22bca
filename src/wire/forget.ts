/**
 * Where a visitor's erasure is asked for: `POST` with `{ "writeKey", "anonymousId" }`, answered with `{ "success": true }` once it is
 * done, or was done before.
 */
export const FORGET_PATH = '/v1/forget';
