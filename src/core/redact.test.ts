import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRedaction, redactLanding } from './redact.js';

const { _hides: hides, _cleans: cleans } = createRedaction();

test.each([
  'token',
  'access_token',
  'accessToken',
  'id_token',
  'refresh-token',
  'resetToken',
  'PASSWORD',
  'userPassword',
  'passwd',
  'pwd',
  'secret',
  'client_secret',
  'auth',
  'Authorization',
  'apikey',
  'api_key',
  'x-api-key',
  'sid',
  'sessionId',
  'PHPSESSIONID',
  'ssn',
  'cardnumber',
  'Card Number',
  'cvv',
  'cvc',
  'otp',
  'jwt',
])('%s is the name of a secret', (name) => expect(hides(name)).toBe(true));

test.each([
  'email',
  'kind',
  'code',
  'key',
  'session',
  'card',
  'author',
  'side',
  'tokens',
  'ref',
  'aha_ref',
  'gclid',
  'utm_source',
  'considered',
])('%s is not', (name) => expect(hides(name)).toBe(false));

test('more names are taken as they are written, in upper and lower case', () => {
  const { _hides: hides, _cleans: cleans } = createRedaction(['iban', 'user.key', 'a+']);
  expect([hides('IBAN'), hides('user.key'), hides('userXkey'), hides('a+'), hides('aa'), hides('token')]).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
  expect(cleans('/pay?IBAN=DE02&x=1')).toBe('/pay?IBAN=[redacted]&x=1');
});

test.each([
  ['https://x.example/cb?token=abc&utm_source=mail', 'https://x.example/cb?token=[redacted]&utm_source=mail'],
  ['?a=1&Access_Token=abc#top', '?a=1&Access_Token=[redacted]#top'],
  ['?user[password]=p&user%5Bpassword%5D=q', '?user[password]=[redacted]&user%5Bpassword%5D=[redacted]'],
  ['/in?next=%2Fcb%3Ftoken%3Dabc%26x%3D1', '/in?next=%2Fcb%3Ftoken%3D[redacted]%26x%3D1'],
  ['https://x.example/#id_token=abc', 'https://x.example/#id_token=[redacted]'],
  ['password=abc&x=1', 'password=[redacted]&x=1'],
  ['see https://x.example/?sid=12 there', 'see https://x.example/?sid=[redacted] there'],
  ['?code=4/P7q7&state=xyz', '?code=[redacted]&state=xyz'],
  ['?code=SUMMER', '?code=SUMMER'],
  ['?token=', '?token='],
  ['?mytokens=1&author=me', '?mytokens=1&author=me'],
])('a secret of a query is redacted: %s', (text, clean) => expect(cleans(text)).toBe(clean));

test.each([
  ['ann@example.com', '[email]'],
  ['write to Ann.O-Neil+news@mail.example.co.uk, please', 'write to [email], please'],
  ['https://x.example/u/ann@example.com/edit?to=ann%40example.com', 'https://x.example/u/[email]/edit?to=[email]'],
  ['?to=ann%2540example.com', '?to=[email]'],
  ['张三@例子.公司', '[email]'],
  ['https://user:pass@host.example/', 'https://user:[email]/'],
  ['<ann@example.com>', '<[email]>'],
  [`${'a'.repeat(100)}@example.com`, `${'a'.repeat(36)}[email]`],
])('an e-mail address is redacted: %s', (text, clean) => expect(cleans(text)).toBe(clean));

test.each(['@ann', 'ann@home', 'preact@11.2.0', 'a = b @ c', 'https://medium.example/@ann.lee', '100%', 'x=1&y=2'])(
  '%s is no e-mail address and no secret',
  (text) => expect(cleans(text)).toBe(text),
);

test.each([
  ['4111111111111111', '[card]'],
  ['4111 1111 1111 1111', '[card]'],
  ['paid with 5555-5555-5555-4444.', 'paid with [card].'],
  ['378282246310005', '[card]'],
  ['3782 822463 10005', '[card]'],
  ['30569309025904', '[card]'],
  ['6011111111111117', '[card]'],
  ['3530111333300000', '[card]'],
  ['2223003122003222', '[card]'],
  ['6212345678900000003', '[card]'],
  ['4111 1111 1111 1111 123', '[card]'],
  ['2026 4111 1111 1111 1111', '2026 [card]'],
  ['12-4111-1111-1111-1111', '12-[card]'],
  ['4111111111111111 5555555555554444', '[card] [card]'],
  ['?n=4111%201111%201111%201111&x=1', '?n=[card]&x=1'],
  ['?n=4111+1111+1111+1111', '?n=[card]'],
  ['?next=%3Fcard%3D4111111111111111%26x', '?next=%3Fcard%3D[card]%26x'],
  ['卡号4111111111111111', '卡号[card]'],
  ['card_4111111111111111', 'card_[card]'],
])('a card number is redacted: %s', (text, clean) => expect(cleans(text)).toBe(clean));

test.each([
  ['a wrong check digit', '4111111111111112'],
  ['a time in milliseconds', '1732233600006'],
  ['an article number', '4006381333931'],
  ['a number in a token', 'f4111111111111111a'],
  ['a UUID', '41111111-1111-4141-8111-411111111111'],
  ['an id in two groups', '4111-111111111111'],
  ['a version', '1.2.3'],
  ['a phone number', '+49 151 23456789'],
])('%s is no card number', (_, text) => expect(cleans(text)).toBe(text));

test.each(['?yclid=6212345678900000003', '?utm_content=4111111111111111', '?ref=4111111111111111'])(
  'what marketing is measured by is left alone: %s',
  (text) => expect(cleans(text)).toBe(text),
);
test('a click id is left alone where it stands under its name', () => {
  expect(cleans('6212345678900000003', 'yclid')).toBe('6212345678900000003');
  expect(cleans('6212345678900000003', 'reference')).toBe('[card]');
});

test('addresses may be kept', () => {
  expect(cleans('call ann@example.com, card 4111111111111111', 'comment', false)).toBe(
    'call ann@example.com, card [card]',
  );
});

test('where a visit comes from is kept without what is nobody else’s business', () => {
  const query = new URLSearchParams('utm_source=mail&utm_content=ann@example.com&yclid=6212345678900000003');
  const landing = redactLanding(
    {
      page: 'https://shop.example/u/ann@example.com',
      host: 'shop.example',
      referrer: 'https://id.example/?token=abc&x=1',
      _referrerHost: 'id.example',
      _param: (name) => query.get(name),
    },
    createRedaction(),
  );
  expect(landing?.page).toBe('https://shop.example/u/[email]');
  expect(landing?.referrer).toBe('https://id.example/?token=[redacted]&x=1');
  expect(['utm_source', 'utm_content', 'yclid', 'gclid'].map((name) => landing?._param(name))).toEqual([
    'mail',
    '[email]',
    '6212345678900000003',
    null,
  ]);
});

// ── Whatever the text ──────────────────────────────────────────────────────────────────────────────────────────────────
const luhn = (digits: string): boolean =>
  Array.from(digits)
    .reverse()
    .reduce((sum, digit, i) => {
      const value = Number(digit) * (i % 2 ? 2 : 1);
      return sum + (value > 9 ? value - 9 : value);
    }, 0) %
    10 ===
  0;
const digit = fc.integer({ min: 0, max: 9 }).map(String);
const digitsOf = (prefix: string, length: number) =>
  fc
    .array(digit, { minLength: length - prefix.length - 1, maxLength: length - prefix.length - 1 })
    .map((rest) => prefix + rest.join(''))
    .map((body) => body + Array.from('0123456789').find((check) => luhn(body + check))!);
const card = fc
  .oneof(
    fc.constantFrom('4', '51', '55', '2223', '2720', '6011', '62', '35').chain((prefix) => digitsOf(prefix, 16)),
    fc.constantFrom('34', '37').chain((prefix) => digitsOf(prefix, 15)),
    fc.constantFrom('300', '36', '38').chain((prefix) => digitsOf(prefix, 14)),
    fc.constantFrom('4', '62').chain((prefix) => digitsOf(prefix, 19)),
  )
  .chain((digits) =>
    fc
      .constantFrom('', ' ', '-', '+', '%20')
      .map((gap) =>
        (digits.length < 16 ? /^(.{4})(.{6})(.*)$/ : /^(.{4})(.{4})(.{4})(.{4})(.*)$/)
          .exec(digits)!
          .slice(1)
          .filter(Boolean)
          .join(gap),
      ),
  );
const label = fc.stringMatching(/^[a-z0-9]{1,12}$/);
const email = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9._+-]{0,19}[A-Za-z0-9]$/),
    fc.constantFrom('@', '%40'),
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.stringMatching(/^[a-z]{2,10}$/),
  )
  .map(([local, at, labels, top]) => `${local}${at}${labels.join('.')}.${top}`);
const anyText = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.constantFrom('@', '.', '%', '40', '4111', '1111', ' ', '-', '?token=', '&', 'a', '=', '[email]'), {
      maxLength: 40,
    })
    .map((parts) => parts.join('')),
);

test('no e-mail address outlives it, whatever stands around', () => {
  fc.assert(
    fc.property(anyText, email, anyText, (before, address, after) => {
      expect(cleans(`${before} ${address} ${after}`)).not.toContain(address);
      expect(cleans(`/u/${address}?to=${address}&x=${encodeURIComponent(after.toWellFormed())}`)).not.toContain(
        address,
      );
    }),
    { numRuns: 2_000 },
  );
});

test('no card number outlives it, whatever stands around', () => {
  fc.assert(
    fc.property(anyText, card, anyText, (before, number, after) => {
      expect(cleans(`${before}\n${number}\n${after}`)).not.toContain(number);
      expect(cleans(`/pay?n=${number}&x=1`)).not.toContain(number);
    }),
    { numRuns: 2_000 },
  );
});

test('it never throws, says the same the second time, and leaves alone what is nothing of the kind', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const once = cleans(text);
      expect(cleans(once)).toBe(once);
      if (!/[@%=]|\d{4}/.test(text)) expect(once).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test('its time grows with the text and no faster', () => {
  const seeds = [
    'a',
    'a@',
    '@',
    'a@b.',
    '.',
    '%40',
    '4',
    '4 ',
    '4111 ',
    '41111111 ',
    '?',
    '&a',
    '?token',
    '?token=',
    '%26',
  ];
  const bad = [...seeds, ...seeds.map((seed) => seed + 'a'.repeat(64))];
  const timeOf = (text: string): number => {
    const beginMs = performance.now();
    cleans(text);
    return performance.now() - beginMs;
  };
  for (const seed of bad) {
    const ofLength = (length: number): string => seed.repeat(Math.ceil(length / seed.length)).slice(0, length) + '@=';
    const [short, long] = [ofLength(20_000), ofLength(160_000)];
    // The least of a few times is its own; on a busy machine it takes more of them.
    let [shortMs, longMs] = [Infinity, Infinity];
    const isLinear = (): boolean => {
      shortMs = Math.min(shortMs, timeOf(short));
      longMs = Math.min(longMs, timeOf(long));
      // Eight times the text: with a square it would be 64 times.
      return longMs < Math.max(shortMs, 1) * 24;
    };
    const tries = Array.from({ length: 100 }, () => isLinear);
    expect(
      tries.some((isSo) => isSo()),
      `${JSON.stringify(seed)}: ${shortMs} ms, then ${longMs} ms`,
    ).toBe(true);
  }
});
