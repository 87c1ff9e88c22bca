import { Card, type Frame } from '../shared/card.js';
import { safeHref } from '../shared/href.js';
import type { Strings } from '../shared/aha-element.js';
import { fill } from '../shared/strings.js';
import type { ReferralWords } from './locales/en.js';
import type { Refuse } from './read-referral.js';

interface WelcomeProps {
  readonly frame: Frame;
  readonly strings: Strings<ReferralWords>;
  /** Who invited them, where the page may say so; else empty. */
  readonly inviter: string;
  /** The page's own text; empty for none. */
  readonly text: string;
  readonly rewards: { readonly you: string; readonly friend: string };
  /** Where the invitation is accepted, as it is given. */
  readonly href: unknown;
  readonly refuse: Refuse;
  readonly onAccept: () => void;
  readonly onDismiss: () => void;
}

/** What a friend is welcomed with. */
export function Welcome(props: WelcomeProps) {
  const { frame, strings, inviter, text: own, rewards, href: given, refuse, onAccept, onDismiss } = props;
  const text = fill(own || (rewards.friend ? strings.welcomeReward : strings.welcomeText), rewards);
  const href = safeHref(given);
  if (!href && given !== undefined) refuse('href-invalid', given, 'give an http, https or relative address');
  return (
    <Card {...frame} status={null}>
      <div class="welcome">
        <div>
          <p class="question" part="question" id="question">
            {inviter ? fill(strings.invitedBy, { inviter }) : strings.invited}
          </p>
          <p class="text" part="text">
            {text}
          </p>
        </div>
        <div class="actions">
          {href && (
            <a class="primary" part="action" href={href} onClick={() => onAccept()}>
              {strings.accept}
            </a>
          )}
          {!frame.surface && (
            <button type="button" part="dismiss" onClick={() => onDismiss()}>
              {strings.close}
            </button>
          )}
        </div>
      </div>
    </Card>
  );
}

export const css = `
.welcome{display:flex;flex-wrap:wrap;gap:1em 1.5em;align-items:center;justify-content:space-between}
.welcome>:first-child{flex:1 1 16em}
.welcome .actions{margin:0}
@container (max-width:24em){.welcome .actions{flex:1 1 100%}.welcome .actions>*{flex:1 1 auto}}
`;
