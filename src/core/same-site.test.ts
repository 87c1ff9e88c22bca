import { expect, test } from 'vitest';
import { sameSite } from './same-site.js';

test.each([
  ['example.com', 'example.com'],
  ['www.example.com', 'example.com'],
  ['shop.example.com', 'example.com'],
  ['www.example.com', 'app.example.com'],
  ['docs.eu.example.com', 'app.example.com'],
  ['www.example.co.uk', 'app.example.co.uk'],
  ['shop.example.com.au', 'pay.example.com.au'],
  ['www.example.中国', 'app.example.中国'].map((host) => new URL(`https://${host}`).hostname),
  ['app.example.io', 'docs.example.io'],
  ['www.abc.io', 'app.abc.io'],
  ['abc.io', 'app.abc.io'],
  ['localhost', 'localhost'],
  ['192.168.0.5', '192.168.0.5'],
])('%s and %s are one site', (a, b) => {
  expect(sameSite(a, b)).toBe(true);
  expect(sameSite(b, a)).toBe(true);
});

test.each([
  ['example.com', 'notexample.com'],
  ['example.com', 'example.org'],
  ['example.com', 'example.com.evil.org'],
  ['www.example.co.uk', 'www.other.co.uk'],
  ['www.example.com.au', 'www.other.com.au'],
  ['example.co.uk', 'other.co.uk'],
  ['checkout.stripe.com', 'shop.example.com'],
  ['192.168.0.5', '10.1.0.5'],
  ['localhost', 'app.localhost.example'],
  ['', 'example.com'],
])('%s and %s are two', (a, b) => {
  expect(sameSite(a, b)).toBe(false);
  expect(sameSite(b, a)).toBe(false);
});

test('hosts within the domain that the page has named are one site, and nothing else is added', () => {
  expect(sameSite('app.abc.io', 'my.abc.io')).toBe(false);
  expect(sameSite('app.abc.io', 'my.abc.io', 'abc.io')).toBe(true);
  expect(sameSite('app.abc.io', 'my.xabc.io', 'abc.io')).toBe(false);
});
