import type { Strings } from '../shared/aha-element.js';
import { counted } from '../shared/counted.js';
import { localized } from '../shared/language.js';
import { clampText } from '../shared/strings.js';
import type { ReferralWords } from './locales/en.js';
import { readBy, readGoals, readInvitations, STEPS, type Goal, type Invitations } from './read-outcome.js';
import type { Refuse } from './read-referral.js';

interface OutcomeProps {
  readonly lang: string;
  readonly strings: Strings<ReferralWords>;
  /** As they are given. */
  readonly goals: unknown;
  readonly invitations: unknown;
  /** Which friends count towards the milestones; empty for those who signed up. */
  readonly by: string;
  readonly refuse: Refuse;
}

interface PartProps extends Pick<OutcomeProps, 'lang' | 'strings'> {
  readonly goals: readonly Goal[];
  readonly invitations: Invitations | null;
  /** How many friends count; undefined where that is not known. */
  readonly friends: number | undefined;
}

/** What became of the person's invitations: how far it is to the next milestone, and how many friends came how far. */
export function Outcome({ lang, strings, goals, invitations, by, refuse }: OutcomeProps) {
  const counts = readInvitations(invitations, refuse);
  const props: PartProps = {
    lang,
    strings,
    goals: readGoals(goals, (text) => clampText(localized(text, lang)), refuse),
    invitations: counts,
    friends: counts?.[readBy(by, refuse)],
  };
  return (
    <>
      <Progress {...props} />
      <Stats {...props} />
    </>
  );
}

function Progress({ goals, friends, lang, strings }: PartProps) {
  const next = goals.find((goal) => friends === undefined || goal.friends > friends) ?? goals[goals.length - 1];
  if (!next) return null;
  const known = friends !== undefined;
  const reached = (goal: Goal) => known && goal.friends <= friends;
  const done = Math.min(friends ?? 0, next.friends);
  const text = counted(strings.progress, lang, next.friends, { done: new Intl.NumberFormat(lang).format(done) });
  const listed = goals.length > 1 || !known;
  return (
    <div class="goal" part="goal">
      {known && (
        <>
          <p class="row">
            <b>{text}</b>
            {!listed && next.reward && <span>{next.reward}</span>}
          </p>
          <progress part="progress" aria-label={text} max={next.friends} value={done} />
        </>
      )}
      {listed && (
        <ol class="steps" part="steps" role="list">
          {goals.map((goal) => (
            <li {...(reached(goal) && { 'data-done': '' })}>
              <span>
                {counted(strings.step, lang, goal.friends)}
                {goal.reward && ` · ${goal.reward}`}
                {reached(goal) && <span class="sr"> ({strings.reached})</span>}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

const LABELS = {
  opened: 'statOpened',
  signedUp: 'statSignedUp',
  activated: 'statActivated',
  rewarded: 'statRewarded',
} as const;

function Stats({ invitations, lang, strings }: PartProps) {
  const given = STEPS.filter((step) => invitations?.[step] !== undefined);
  if (!given.length) return null;
  return (
    <dl class="stats" part="stats">
      {given.map((step) => (
        <div class="stat" part="stat">
          <dt>{strings[LABELS[step]]}</dt>
          <dd>{new Intl.NumberFormat(lang).format(invitations![step]!)}</dd>
        </div>
      ))}
    </dl>
  );
}

export const css = `
.goal,.stats{margin-top:1.25em;padding-top:1.25em;border-top:1px solid var(--aha-border,#8884)}
.stats{display:grid;grid-template-columns:repeat(auto-fit,minmax(5.5em,1fr));gap:.75em}
.goal+.stats{margin-top:1em;padding-top:0;border:0}
.row{display:flex;flex-wrap:wrap;gap:0 1em;justify-content:space-between}
.row b{font-weight:600}
progress{all:unset;display:block;width:100%;height:.5em;margin-top:.5em;border-radius:1em;overflow:hidden;background:var(--aha-fill,#8883)}
progress::-webkit-progress-bar{background:none}
progress::-webkit-progress-value{border-radius:1em;background:var(--_accent)}
progress::-moz-progress-bar{border-radius:1em;background:var(--_accent)}
.steps{font-size:.875em}progress+.steps{margin-top:.75em}
.steps li{display:flex;gap:.5em;padding-block:.125em}
.steps li:before{content:"○"/"";flex:none;width:1.25em;text-align:center;opacity:.72}
.steps li[data-done]:before{content:"✓"/"";opacity:1;font-weight:700;color:var(--_accent)}
.stat{display:flex;flex-direction:column-reverse;justify-content:flex-end}
dd{font-size:1.375em;font-weight:600;line-height:1.2;font-variant-numeric:tabular-nums}
dt{font-size:.8125em;line-height:1.3;opacity:.76}
@media (forced-colors:active){progress{border:1px solid CanvasText}progress::-webkit-progress-value{background:Highlight}progress::-moz-progress-bar{background:Highlight}}
`;
