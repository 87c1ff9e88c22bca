/**
 * Facts and stages to begin with, for the usual ways of cutting the loop. A definition that names a preset has its parts, and what it
 * says itself goes first: a fact or milestone of the same name, or stages of its own.
 */
import type { FactDefinition, LifecycleDefinition, PresetName } from './definition.js';
import { hasOwn } from '../wire/has-own.js';

const FACTS = {
  signups: { count: 'Signed Up' },
  orders: { count: 'Order Completed', once: 'order_id' },
  order_idle: { recency: 'Order Completed' },
  active_days: { days: '*', within: '28d' },
  idle: { recency: '*' },
  returns: { returned: '*', after: '30d' },
  referrals: { count: ['Referral Shared', 'Referral Attributed'] },
  product_views: { count: ['Product Viewed', 'Product Added', 'Checkout Started'] },
} as const satisfies Record<string, FactDefinition>;

type FactName = keyof typeof FACTS;
interface Preset {
  readonly facts: readonly FactName[];
  readonly stages: NonNullable<LifecycleDefinition['stages']>;
}

const PRESETS: Readonly<Record<PresetName, Preset>> = {
  aarrr: {
    facts: ['signups', 'orders', 'active_days', 'referrals'],
    stages: [
      { id: 'acquisition', title: 'Acquisition', enter: {} },
      { id: 'activation', title: 'Activation', enter: { signups: { $gte: 1 } } },
      { id: 'retention', title: 'Retention', enter: { signups: { $gte: 1 }, active_days: { $gte: 4 } } },
      { id: 'revenue', title: 'Revenue', enter: { orders: { $gte: 1 } } },
      { id: 'referral', title: 'Referral', enter: { referrals: { $gte: 1 } } },
    ],
  },
  clv: {
    facts: ['orders', 'order_idle', 'returns'],
    stages: [
      { id: 'prospect', title: 'Prospect', enter: {} },
      { id: 'new', title: 'New', enter: { orders: { $gte: 1 } } },
      { id: 'growing', title: 'Growing', enter: { orders: { $gte: 2 } } },
      { id: 'mature', title: 'Mature', enter: { orders: { $gte: 5 } } },
      {
        id: 'won_back',
        title: 'Won back',
        enter: { orders: { $gte: 1 }, returns: { $gte: 1 }, order_idle: { $lte: 30 } },
      },
      { id: 'declining', title: 'Declining', enter: { order_idle: { $gt: 90 } } },
      { id: 'lost', title: 'Lost', enter: { order_idle: { $gt: 180 } } },
    ],
  },
  engagement: {
    facts: ['signups', 'active_days', 'orders', 'referrals'],
    stages: [
      { id: 'awareness', title: 'Awareness', enter: {} },
      { id: 'acquisition', title: 'Acquisition', enter: { signups: { $gte: 1 } } },
      { id: 'activation', title: 'Activation', enter: { signups: { $gte: 1 }, active_days: { $gte: 2 } } },
      { id: 'retention', title: 'Retention', enter: { signups: { $gte: 1 }, active_days: { $gte: 8 } } },
      {
        id: 'loyalty',
        title: 'Loyalty',
        enter: { $or: [{ orders: { $gte: 3 }, active_days: { $gte: 8 } }, { referrals: { $gte: 1 } }] },
      },
    ],
  },
  purchase: {
    facts: ['orders', 'order_idle'],
    stages: [
      { id: 'prospect', title: 'Prospect', enter: {} },
      { id: 'first_purchase', title: 'First purchase', enter: { orders: { $gte: 1 } } },
      { id: 'repeat', title: 'Repeat', enter: { orders: { $gte: 2 } } },
      { id: 'loyal', title: 'Loyal', enter: { orders: { $gte: 5 } } },
      { id: 'lost', title: 'Lost', enter: { order_idle: { $gt: 180 } } },
    ],
  },
  journey: {
    facts: ['product_views', 'orders', 'active_days', 'idle'],
    stages: [
      { id: 'awareness', title: 'Awareness', enter: {} },
      { id: 'consideration', title: 'Consideration', enter: { product_views: { $gte: 1 } } },
      { id: 'purchase', title: 'Purchase', enter: { orders: { $gte: 1 } } },
      { id: 'use', title: 'Use', enter: { orders: { $gte: 1 }, active_days: { $gte: 2 } } },
      { id: 'loyalty', title: 'Loyalty', enter: { orders: { $gte: 3 } } },
      { id: 'churn', title: 'Churn', enter: { orders: { $gte: 1 }, idle: { $gt: 60 } } },
    ],
  },
};

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** The definition with its preset's parts. Where it has stages of its own, the preset gives its facts. */
export function withPreset(definition: LifecycleDefinition): LifecycleDefinition {
  const { preset } = definition;
  if (preset === undefined || !hasOwn(PRESETS, preset)) return definition;
  const { facts, stages } = PRESETS[preset];
  return {
    ...definition,
    facts: { ...Object.fromEntries(facts.map((name) => [name, FACTS[name]])), ...definition.facts },
    stages: definition.stages ?? stages,
  };
}

/** Events that presets speak of: declared wherever a preset is. */
export const PRESET_EVENTS: readonly string[] = [
  ...['Signed Up', 'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed'],
  ...['Referral Shared', 'Referral Attributed'],
];
