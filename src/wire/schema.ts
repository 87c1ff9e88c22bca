/**
 * The one JSON Schema (2020-12 vocabulary, no references) of an event: the collector compiles it, the SDK's tests hold
 * every captured event against it, and `test/types` holds the TypeScript types against it.
 */
import { MAX_ID_LENGTH, MAX_NAME_LENGTH } from './limits.js';

const id = { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH } as const;
const optionalId = { type: ['string', 'null'], maxLength: MAX_ID_LENGTH } as const;
const optionalName = { type: ['string', 'null'], maxLength: MAX_NAME_LENGTH } as const;
const optionalObject = { type: ['object', 'null'] } as const;

const common = {
  messageId: id,
  anonymousId: optionalId,
  userId: optionalId,
  timestamp: { type: 'string', format: 'date-time' },
  context: optionalObject,
  integrations: optionalObject,
} as const;

/** Somebody: an event belongs to a person, known or anonymous. */
const somebody = [
  { required: ['userId'], properties: { userId: id } },
  { required: ['anonymousId'], properties: { anonymousId: id } },
] as const;

/**
 * An event after the collector has filled in what a sender may leave out (`messageId`, `timestamp`).
 * Unknown keys are allowed: they are kept.
 */
export const eventSchema = {
  $id: 'urn:ahaloop:schema:event',
  type: 'object',
  required: ['type', 'messageId', 'timestamp'],
  discriminator: { propertyName: 'type' },
  oneOf: [
    {
      properties: {
        type: { const: 'track' },
        event: { type: 'string', minLength: 1, maxLength: MAX_NAME_LENGTH },
        properties: optionalObject,
        ...common,
      },
      required: ['event'],
      anyOf: somebody,
    },
    {
      properties: {
        type: { enum: ['page', 'screen'] },
        name: optionalName,
        category: optionalName,
        properties: optionalObject,
        ...common,
      },
      anyOf: somebody,
    },
    { properties: { type: { const: 'identify' }, traits: optionalObject, ...common }, anyOf: somebody },
    {
      properties: { type: { const: 'group' }, groupId: id, traits: optionalObject, ...common },
      required: ['groupId'],
      anyOf: somebody,
    },
    {
      properties: { type: { const: 'alias' }, ...common, userId: id, previousId: id },
      required: ['userId', 'previousId'],
    },
  ],
} as const;
