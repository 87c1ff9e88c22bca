/**
 * Where a browser asks what the collector knows of the person who is signed in there: `GET` with `?writeKey=…` and the identity token as
 * `Authorization: Bearer`, answered with the record of all of the person's events, by whatever device.
 */
export const PERSON_PATH = '/v1/person';

/** Who the person is, as the site's server vouches for it, or what fetches that; null where nobody does. */
export type IdentityToken = string | (() => string | null | Promise<string | null>);
