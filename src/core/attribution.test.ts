import { expect, test } from 'vitest';
import { readCampaign, referralOf, stepAttribution, type Landing } from './attribution.js';

const landing = (url: string, referrer = ''): Landing => {
  const { origin, pathname, hostname, searchParams } = new URL(url);
  const referrerHost = referrer && new URL(referrer).hostname;
  return {
    page: origin + pathname,
    host: hostname,
    referrer,
    _referrerHost: referrerHost,
    _param: (name) => searchParams.get(name),
  };
};
const first = stepAttribution(null, landing('https://shop.example.com/'), 1);

test('the first visit is both touches, direct or not', () => {
  const touch = { atMs: 1, page: 'https://shop.example.com/' };
  expect(first).toEqual({ first: touch, last: touch });
});

test('a campaign becomes the last touch and leaves the first alone', () => {
  const next = stepAttribution(
    first,
    landing('https://shop.example.com/new?utm_source=mail&utm_campaign=spring&gclid=G1'),
    2,
  );
  expect(next).toEqual({
    first: first.first,
    last: {
      atMs: 2,
      page: 'https://shop.example.com/new',
      campaign: { source: 'mail', name: 'spring' },
      clickIds: { gclid: 'G1' },
    },
  });
});

test('a direct visit and a link within the site change nothing', () => {
  expect(stepAttribution(first, landing('https://shop.example.com/a'), 2)).toBe(first);
  expect(stepAttribution(first, landing('https://shop.example.com/a', 'https://shop.example.com/'), 2)).toBe(first);
  expect(stepAttribution(first, landing('https://shop.example.com/a', 'https://example.com/blog'), 2)).toBe(first);
});

test('another site that linked here is a touch, and one that only ends alike is another site', () => {
  const next = stepAttribution(first, landing('https://shop.example.com/', 'https://news.example.org/post'), 2);
  expect(next.last.referrer).toBe('https://news.example.org/post');
  const alike = stepAttribution(first, landing('https://example.com/', 'https://notexample.com/'), 2);
  expect(alike.last.referrer).toBe('https://notexample.com/');
});

test.each([
  'https://checkout.stripe.com/pay',
  'https://accounts.google.com/',
  'https://login.example.auth0.com/authorize',
  'https://acs.bank.example/3ds',
])('within a running session a page that sends the person back is no source: %s', (referrer) => {
  const mailed = stepAttribution(first, landing('https://shop.example.com/?utm_source=newsletter'), 2);
  expect(stepAttribution(mailed, landing('https://shop.example.com/thanks', referrer), 3, true)).toBe(mailed);
  expect(stepAttribution(mailed, landing('https://shop.example.com/thanks', referrer), 3, false).last.referrer).toBe(
    referrer,
  );
});

test.each(['utm_source=ads', 'gclid=G1', 'aha_ref=mei'])(
  'a campaign counts also within a running session: %s',
  (query) => {
    const next = stepAttribution(
      first,
      landing(`https://shop.example.com/?${query}`, 'https://ads.example.org/'),
      2,
      true,
    );
    expect(next.last).toMatchObject({ atMs: 2, referrer: 'https://ads.example.org/' });
  },
);

test('a sister subdomain is no source', () => {
  expect(stepAttribution(first, landing('https://app.example.com/', 'https://www.example.com/'), 2)).toBe(first);
  const own = { ...landing('https://app.abc.io/', 'https://my.abc.io/'), domain: 'abc.io' };
  expect(stepAttribution(first, own, 2)).toBe(first);
});

test('a referral code is kept, and our own parameter goes before the common one', () => {
  const next = stepAttribution(first, landing('https://shop.example.com/?ref=blog&aha_ref=FRIEND7'), 2);
  expect(next.last.referralCode).toBe('FRIEND7');
});

test('an endless parameter is cut', () => {
  const campaign = readCampaign((name) => (name === 'utm_source' ? 'x'.repeat(5000) : null));
  expect(campaign?.source).toHaveLength(200);
});

test('no campaign is null', () => expect(readCampaign(() => null)).toBeNull());

const DAY = 86_400_000;

test('the first referral code counts for 90 days, whatever comes after it', () => {
  const invited = stepAttribution(first, landing('https://shop.example.com/?ref=mei'), 2);
  expect(referralOf(invited, 3)).toEqual({ code: 'mei', atMs: 2 });
  const advertised = stepAttribution(invited, landing('https://shop.example.com/?utm_source=ads&gclid=G'), 3);
  const again = stepAttribution(advertised, landing('https://shop.example.com/?ref=bob'), 4);
  expect(referralOf(again, 5)).toEqual({ code: 'mei', atMs: 2 });
  expect(again.last.referralCode).toBe('bob');
  expect(referralOf(again, 2 + 90 * DAY)).toBeNull();
  const later = stepAttribution(again, landing('https://shop.example.com/?ref=bob'), 2 + 90 * DAY);
  expect(referralOf(later, 3 + 90 * DAY)).toEqual({ code: 'bob', atMs: 2 + 90 * DAY });
});

test('nobody is referred without a code', () => {
  expect(referralOf(null, 1)).toBeNull();
  expect(referralOf(first, 1)).toBeNull();
});
