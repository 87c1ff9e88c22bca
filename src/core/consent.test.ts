import { expect, test } from 'vitest';
import { decideConsent, readConsent, type Consent } from './consent.js';

test.each<[name: string, facts: Parameters<typeof decideConsent>, consent: Consent]>([
  ['nothing said is consent', [null, null, null], { state: 'granted', because: 'default' }],
  ['the option says otherwise', [null, null, 'pending'], { state: 'pending', because: 'option' }],
  ['a signal wins over the option', [null, 'gpc', 'granted'], { state: 'denied', because: 'gpc' }],
  ['so does the older one', [null, 'dnt', 'pending'], { state: 'denied', because: 'dnt' }],
  ['a decision wins over a signal', ['granted', 'gpc', 'pending'], { state: 'granted', because: 'decided' }],
  ['a refusal wins over the option', ['denied', null, 'granted'], { state: 'denied', because: 'decided' }],
])('%s', (_, facts, consent) => expect(decideConsent(...facts)).toEqual(consent));

test('a word that is none of ours is pending, nothing is nothing', () => {
  expect(['granted', 'denied', 'pending', 'deny', '', true, {}].map(readConsent)).toEqual([
    'granted',
    'denied',
    'pending',
    'pending',
    'pending',
    'pending',
    'pending',
  ]);
  expect([undefined, null].map(readConsent)).toEqual([null, null]);
});
