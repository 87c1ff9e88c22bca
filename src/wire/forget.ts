/** Where a visitor's erasure is asked for: `POST`, answered with `{ "success": true }` once it is done or known to be done. */
export const FORGET_PATH = '/v1/forget';

export interface ForgetRequest {
  readonly writeKey: string;
  readonly anonymousId: string;
}
