import { expect, test } from 'vitest';
import { readAddress } from './page-address.js';
import { createRedaction } from '../core/redact.js';

test.each([
  ['https://example.com/', 'https://example.com/', '/', ''],
  ['https://example.com/a/b?x=1', 'https://example.com/a/b?x=1', '/a/b', '?x=1'],
  ['https://example.com:8080/a?x=/b', 'https://example.com:8080/a?x=/b', '/a', '?x=/b'],
  // A hash is the page's own, unless it is a route.
  ['https://example.com/a#top', 'https://example.com/a', '/a', ''],
  ['https://example.com/a?x=1#access_token=t', 'https://example.com/a?x=1', '/a', '?x=1'],
  ['https://example.com/#/pricing', 'https://example.com/#/pricing', '/#/pricing', ''],
  ['https://example.com/#!/pricing', 'https://example.com/#!/pricing', '/#!/pricing', ''],
  ['https://example.com/app/?x=1#/', 'https://example.com/app/?x=1#/', '/app/#/', '?x=1'],
  ['https://example.com/#/docs?page=2', 'https://example.com/#/docs?page=2', '/#/docs', ''],
  ['https://example.com/#/hero;id=2', 'https://example.com/#/hero;id=2', '/#/hero', ''],
  ['https://example.com/#/docs#install', 'https://example.com/#/docs', '/#/docs', ''],
  ['https://example.com/#/docs?page=2#access_token=t', 'https://example.com/#/docs?page=2', '/#/docs', ''],
  ['https://example.com/#/access_token=t&state=s', 'https://example.com/', '/', ''],
  ['https://example.com/#/a/access_token=t', 'https://example.com/', '/', ''],
  ['https://example.com/#/?access_token', 'https://example.com/#/?access_token', '/#/', ''],
  ['https://example.com/#//evil', 'https://example.com/#//evil', '/#//evil', ''],
  // Credentials are never kept.
  ['https://jane:secret@example.com/a', 'https://example.com/a', '/a', ''],
  // Of a file, the name.
  ['file:///Users/Jane%20Doe/report.html', 'file:///report.html', '/report.html', ''],
  ['file:///C:/Users/Jane/report.html?x=/a#/b', 'file:///report.html?x=/a#/b', '/report.html#/b', '?x=/a'],
  ['file://server/share/Jane/report.html#top', 'file:///report.html', '/report.html', ''],
  ['file:///Users/Jane/', 'file:///', '/', ''],
  ['content://media/Jane/report.html', 'content:///report.html', '/report.html', ''],
  // Others.
  ['chrome-extension://abcdef/popup.html', 'chrome-extension://abcdef/popup.html', '/popup.html', ''],
  ['http://[::1]:3000/a', 'http://[::1]:3000/a', '/a', ''],
  ['about:blank', 'about:blank', 'blank', ''],
])('%s', (href, url, path, search) => expect(readAddress(new URL(href))).toMatchObject({ url, path, search }));

test.each([
  ['https://example.com:8080/a', 'https://example.com:8080'],
  ['http://[::1]:3000/', 'http://[::1]:3000'],
  ['file:///Users/Jane/a.html', 'file://'],
  ['about:blank', 'about:'],
])('the site of %s', (href, site) => expect(readAddress(new URL(href)).site).toBe(site));

test.each([
  ['https://example.com/#/callback?token=t0p', 'https://example.com/#/callback?token=[redacted]'],
  ['https://example.com/#/callback;token=t0p;x=1', 'https://example.com/#/callback;token=[redacted];x=1'],
  ['https://example.com/#/callback?code=t0p&state=1', 'https://example.com/#/callback?code=[redacted]&state=1'],
  ['https://example.com/#/invite?to=jane@example.org', 'https://example.com/#/invite?to=[email]'],
])('a route is redacted as a query is: %s', (href, clean) =>
  expect(createRedaction()._cleans(readAddress(new URL(href)).url)).toBe(clean),
);
