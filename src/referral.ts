/**
 * What is done for somebody whom a friend's link has brought: the code goes into sign-up forms, and the way from the link to the
 * sign-up is told as events.
 */
import type { Client } from './client.js';

/** Where it is kept that something was told of a code, so that it is told once. */
const OPENED = 'referral:opened';
const ATTRIBUTED = 'referral:attributed';
/** The person's own code, as their widget has shown it. */
const OWN = 'referral:own';

/**
 * For a person with a referral code; does nothing for others.
 *
 * - `<input type="hidden" name="referral" data-aha-referral>`: its value is the code, set now, when the person enters the page's first
 *   field and before any form is sent.
 * - `Referral Link Opened` is tracked once a code, `Referral Attributed` once, when the person is first known by a user id; not of
 *   somebody who was known before. Properties: `referral_code`, and `self`: whether the code is the person's own, as far as this browser knows.
 */
export function trackReferral(
  client: Pick<Client, 'referral' | 'identity' | 'kept' | 'keep' | 'track' | 'on'>,
  page: Document | undefined = (globalThis as { document?: Document }).document,
): void {
  if (!page) return; // a server
  const referral = client.referral();
  if (!referral) return;
  const { code } = referral;

  const fill = (): void => {
    for (const field of page.querySelectorAll<HTMLInputElement>('input[data-aha-referral]')) field.value = code;
  };
  fill();
  for (const type of ['focusin', 'submit']) page.addEventListener(type, fill, true);

  const once = (key: string, event: string): void => {
    if (client.kept(key) === code) return;
    client.keep(key, code);
    void client.track(event, { referral_code: code, self: client.kept(OWN) === code });
  };
  const isKnown = (): boolean => client.identity().userId !== null;
  if (isKnown() && client.kept(OPENED) !== code) client.keep(ATTRIBUTED, code);
  once(OPENED, 'Referral Link Opened');
  const attribute = (): void => {
    // Somebody else may have signed in meanwhile, whom no code has brought.
    if (isKnown() && client.referral()?.code === code) once(ATTRIBUTED, 'Referral Attributed');
  };
  attribute();
  client.on('captured', attribute);
}
