/**
 * Where a browser asks what the collector knows of the person who is signed in there: `GET` with `?writeKey=…` and the identity token as
 * `Authorization: Bearer`, answered with the record of all of the person's events, by whatever device.
 */
export const PERSON_PATH = '/v1/person';
