import { expect, test } from 'vitest';
import { linkParams } from './link-params.js';

test.each([
  // [what stands behind the path, source, medium]
  ['?utm_source=news&utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news&amp;utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news&amp;amp;utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news&#38;utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news&#038;utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news?utm_medium=mail', 'news', 'mail'],
  ['??utm_source=news&?utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news&&utm_medium=mail&', 'news', 'mail'],
  ['?utm_source=news;utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news;%20letters&utm_medium=mail', 'news; letters', 'mail'],
  ['?UTM_Source=News&Utm_Medium=mail', 'News', 'mail'],
  ['?utm%5Fsource=news&utm_medium=mail', 'news', 'mail'],
  ['?%20utm_source=news%20&+utm_medium=+mail', 'news', 'mail'],
  ['?utm_source=news%2520letter&utm_medium=e%252Dmail', 'news letter', 'e-mail'],
  ['?utm_source=news+letter&utm_medium=mail%2Bphone', 'news letter', 'mail+phone'],
  ['?utm_source=100%&utm_medium=50%25', '100%', '50%'],
  ['?utm_source=caf%E9&utm_medium=mail', 'caf\uFFFD', 'mail'],
  ['?utm_source=%E7%AE%80&utm_medium=mail', '简', 'mail'],
  ['?utm_source=&utm_source=news&utm_medium=mail&utm_medium=sms', 'news', 'mail'],
  ['#utm_source=news&utm_medium=mail', 'news', 'mail'],
  ['#/pricing?utm_source=news&utm_medium=mail', 'news', 'mail'],
  ['#!/pricing?utm_source=news&amp;utm_medium=mail', 'news', 'mail'],
  ['#pricing&utm_source=news&utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news#/pricing?utm_medium=mail', 'news', 'mail'],
  ['?utm_source=news&utm_medium=mail#top', 'news', 'mail'],
  ['?utm_source=news#/?utm_source=other', 'news', null],
  ['?__proto__=x&utm_source=news', 'news', null],
  ['', null, null],
])('%s', (link, source, medium) => {
  const param = linkParams(link);
  expect([param('utm_source'), param('utm_medium')]).toEqual([source, medium]);
});

test('a name in mixed case is found as it is written anywhere', () => {
  expect(linkParams('?sccid=1')('ScCid')).toBe('1');
  expect(linkParams('#/x?AHA_REF=mei')('aha_ref')).toBe('mei');
});

test('the first link counts', () => {
  const param = linkParams('?utm_source=now#top?utm_source=then&utm_medium=then');
  expect(['utm_source', 'utm_medium', 'utm_term'].map(param)).toEqual(['now', 'then', null]);
});
