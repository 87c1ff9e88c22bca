import type { ReferralCodes } from '../store/referral-codes.js';

/** Referral codes where nobody has any. */
export const NO_CODES: ReferralCodes = {
  codeOf: () => Promise.resolve(''),
  codesOf: () => Promise.resolve([]),
  find: () => null,
  erase: () => Promise.resolve(),
};
