/** Where a page asks for the referral link of its person. */
export const REFERRAL_PATH = '/v1/referral';

/** What it is answered with. */
export interface ReferralReply {
  readonly success: true;
  /** The link is the collector's own address with `/r/` and this. */
  readonly code: string;
  /** How many friends came how far, as far as it can be known. */
  readonly invitations: {
    readonly opened: number;
    readonly signedUp: number;
    readonly activated?: number;
    readonly rewarded?: number;
  };
}
