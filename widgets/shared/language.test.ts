import { describe, expect, test } from 'vitest';
import { cleanTag } from './language.js';

describe('the name of a language as pages, operating systems and browsers write it', () => {
  test.each([
    ['zh_CN', 'zh-CN'],
    ['zh_Hans_CN', 'zh-Hans-CN'],
    ['zh-cn', 'zh-CN'],
    [' pt_BR ', 'pt-BR'],
    ['zh_CN.UTF-8', 'zh-CN'],
    ['de_DE@euro', 'de-DE'],
    ['en-US@posix', 'en-US'],
    ['sr@latin', 'sr'],
    ['no_NO_NY', 'no-NO'],
    ['en-US-u-ca-buddhist', 'en-US-u-ca-buddhist'],
    ['en-', 'en'],
    ['fr CA', 'fr'],
    ['C', ''],
    ['C.UTF-8', ''],
    ['', ''],
    ['*', ''],
    ['中文', ''],
    ['x-klingon', ''],
    ['i-default', ''],
    ['-', ''],
    ['1', ''],
  ])('%j is %j', (given, tag) => {
    expect(cleanTag(given)).toBe(tag);
  });

  test('whatever it is, Intl takes what is made of it', () => {
    const parts = [
      'zh',
      'CN',
      'Hans',
      'C',
      '_',
      '-',
      '@',
      '.',
      '',
      'x',
      'u',
      '1996',
      '中',
      ' ',
      'posix',
      'a'.repeat(99),
    ];
    for (const one of parts)
      for (const two of parts)
        for (const three of parts) {
          const tag = cleanTag(one + two + three);
          expect(tag && Intl.NumberFormat.supportedLocalesOf(tag)).toBeDefined();
        }
  });
});
