import { checkText, type CheckSettings } from './check-parts.js';
import { isObject } from './logic.js';
import type { Place } from './mistake.js';

const COUNTS = ['opened', 'signedUp', 'activated', 'rewarded'];
const CHANNELS = ['email', 'whatsapp', 'telegram', 'x', 'linkedin', 'facebook', 'line', 'wechat'];
const MAX_GOALS = 10;
const MAX_FRIENDS = 10_000;

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

function checkOneOf(value: unknown, allowed: readonly string[], place: Place): void {
  if (value !== undefined && !allowed.includes(value as string))
    place.note('definition-invalid', value, `give one of ${allowed.join(', ')}`);
}

/** Looks through the settings of `<aha-referral>` as docs/widgets.md has them. */
export const checkReferral: CheckSettings = (widget, place) => {
  for (const name of ['title', 'text', 'message', 'inviter']) checkText(widget[name], place.at(name));
  checkOneOf(widget.variant, ['invite', 'welcome'], place.at('variant'));
  checkOneOf(widget.milestoneBy, COUNTS, place.at('milestoneBy'));

  const { code, link, reward, channels, milestones } = widget;
  if (code !== undefined)
    place.at('code').note('definition-invalid', code, 'leave it out: a definition is the same for everybody');
  if (link !== undefined)
    place.at('link').note('definition-invalid', link, 'leave it out: a definition is the same for everybody');

  const rewardAt = place.at('reward');
  if (isObject(reward)) for (const who of ['referrer', 'friend']) checkText(reward[who], rewardAt.at(who));
  else if (reward !== undefined)
    rewardAt.note('definition-invalid', reward, 'give { "referrer": "…", "friend": "…" }, or one of the two');

  const channelsAt = place.at('channels');
  const names = typeof channels === 'string' ? channels.split(/[\s,]+/).filter(Boolean) : channels;
  if (Array.isArray(names)) names.forEach((name, index) => checkOneOf(name, CHANNELS, channelsAt.at(index)));
  else if (names !== undefined) channelsAt.note('definition-invalid', names, `give a list of ${CHANNELS.join(', ')}`);

  const goalsAt = place.at('milestones');
  const goals: readonly unknown[] = Array.isArray(milestones)
    ? milestones
    : milestones === undefined
      ? []
      : [milestones];
  if (goals.length > MAX_GOALS) goalsAt.note('definition-invalid', goals.length, `give at most ${MAX_GOALS}`);
  goals.slice(0, MAX_GOALS).forEach((goal, index) => {
    const at = Array.isArray(milestones) ? goalsAt.at(index) : goalsAt;
    const friends = isObject(goal) ? goal.friends : goal;
    if (!isWhole(friends, 1, MAX_FRIENDS))
      at.note(
        'definition-invalid',
        goal,
        `give a number of friends, 1…${MAX_FRIENDS}, or { "friends": 5, "reward": "…" }`,
      );
    if (isObject(goal)) checkText(goal.reward, at.at('reward'));
  });
};
