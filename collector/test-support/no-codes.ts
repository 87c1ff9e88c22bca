import type { ReferralCodes } from '../store/referral-codes.js';

/** A store without referral codes, for tests of what needs none. */
export const NO_CODES: ReferralCodes = {
  codeOf: () => Promise.resolve(''),
  codesOf: () => Promise.resolve([]),
  find: () => null,
  erase: () => Promise.resolve(),
};
