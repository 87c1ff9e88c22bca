import { checkFact, checkFigure, checkName, checkText, objectsOf, type CheckSettings } from './check-parts.js';
import { numberOf } from './read-parts.js';

/** Looks through the settings of `<aha-rewards>` as docs/widgets.md has them. */
export const checkRewards: CheckSettings = (settings, at, declared) => {
  const milestones = declared.milestones.map(({ name }) => name);
  const segments = declared.segments.map(({ name }) => name);
  checkText(settings.title, at.at('title'));
  checkFigure(settings.granted, at.at('granted'), declared);
  checkFigure(settings.anniversary, at.at('anniversary'), declared);
  for (const [rule, here] of objectsOf(settings.points, at.at('points'), 50, ['fact', 'each', 'milestone', 'points'])) {
    const isFact = rule.fact !== undefined;
    if (isFact === (rule.milestone !== undefined))
      here.note('definition-invalid', rule, 'give a "fact" with "each", or a "milestone" with "points"');
    else if (isFact) checkFact(rule.fact, here.at('fact'), declared);
    else checkName(rule.milestone, milestones, here.at('milestone'));
    numberOf(rule[isFact ? 'each' : 'points'] ?? null, here.at(isFact ? 'each' : 'points'), 0, -1e6, 1e6);
  }
  const begins = new Set<unknown>();
  for (const [level, here] of objectsOf(settings.levels, at.at('levels'), 30, ['at', 'title'])) {
    numberOf(level.at ?? null, here.at('at'), 0, 0, 1e9);
    checkText(level.title, here.at('title'), true);
    if (begins.has(level.at)) here.at('at').note('definition-invalid', level.at, 'let each level begin elsewhere');
    begins.add(level.at);
  }
  const badges = ['milestone', 'segment', 'fact', 'atLeast', 'title', 'icon'];
  for (const [badge, here] of objectsOf(settings.badges, at.at('badges'), 50, badges)) {
    checkText(badge.title, here.at('title'), true);
    checkText(badge.icon, here.at('icon'));
    numberOf(badge.atLeast, here.at('atLeast'), 1);
    const by = ['milestone', 'segment', 'fact'].filter((name) => badge[name] !== undefined);
    if (by.length !== 1) here.note('definition-invalid', badge, 'give one of "milestone", "segment", "fact"');
    else if (by[0] === 'fact') checkFact(badge.fact, here.at('fact'), declared);
    else checkName(badge[by[0]!], by[0] === 'segment' ? segments : milestones, here.at(by[0]!));
  }
  if (!['points', 'badges', 'anniversary', 'granted'].some((name) => settings[name] !== undefined))
    at.note('definition-invalid', settings, 'give "points", "badges" or an "anniversary"');
};
