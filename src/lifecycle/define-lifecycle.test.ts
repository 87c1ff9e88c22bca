import { expect, test } from 'vitest';
import { defineLifecycle } from './define-lifecycle.js';
import type { KnownEvent } from './event-types.js';
import { LifecycleError } from './lifecycle-error.js';

test('a definition becomes a lifecycle', () => {
  expect(defineLifecycle({ version: 3, preset: 'aarrr' })).toMatchObject({ version: 3 });
});

test('all mistakes are thrown at once, one a line, with the code of the first', () => {
  const define = () => defineLifecycle({ version: 0, milestones: { first: { event: '' } } });
  expect(define).toThrow(LifecycleError);
  try {
    define();
  } catch (error) {
    const { code, message, mistakes } = error as LifecycleError;
    expect(code).toBe('definition-invalid');
    expect(mistakes.map(({ path }) => path)).toEqual(['$.version', '$.milestones.first.event']);
    expect(message.split('\n').length).toBe(2);
  }
});

test('the events that the compiler knows are those that a plan knows', () => {
  const known: Record<KnownEvent, 1> = {
    'Activation Milestone Reached': 1,
    'Stage Entered': 1,
    'Health Changed': 1,
    'Experiment Viewed': 1,
    'Prompt Suppressed': 1,
    'Events Dropped': 1,
    'Web Vital Measured': 1,
    'Checklist Viewed': 1,
    'Checklist Clicked': 1,
    'Checklist Item Completed': 1,
    'Checklist Item Reopened': 1,
    'Checklist Completed': 1,
    'Checklist Dismissed': 1,
    'Checklist Snoozed': 1,
    'Checklist Restored': 1,
    'Survey Viewed': 1,
    'Survey Answered': 1,
    'Survey Submitted': 1,
    'Survey Dismissed': 1,
    'Survey Snoozed': 1,
    'Referral Prompt Viewed': 1,
    'Referral Shared': 1,
    'Referral Link Opened': 1,
    'Referral Attributed': 1,
    'Referral Reward Granted': 1,
    'Promotion Viewed': 1,
    'Promotion Clicked': 1,
    'Promotion Dismissed': 1,
    'Promotion Snoozed': 1,
    'Rewards Viewed': 1,
    'Rewards Dismissed': 1,
    'Signed Up': 1,
    'Product Viewed': 1,
    'Product Added': 1,
    'Checkout Started': 1,
    'Order Completed': 1,
    'Order Refunded': 1,
    'Order Cancelled': 1,
    'Order Updated': 1,
    'Points Earned': 1,
  };
  expect(() =>
    defineLifecycle({ version: 1, events: {}, plays: [{ id: 'any', on: { event: Object.keys(known) }, call: 'any' }] }),
  ).not.toThrow();
  expect(() => defineLifecycle({ version: 1, events: {}, facts: { any: { count: 'Signed Upp' } } })).toThrow();
});
