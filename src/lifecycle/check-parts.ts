/**
 * The parts that settings of widgets are made of, checked: texts in one language or several, addresses, truth values.
 */
import { isObject } from './logic.js';
import type { Place } from './mistake.js';

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** A text, or one for each language; nothing where it is left out. */
export function checkText(value: unknown, place: Place): void {
  const fine = isObject(value) ? Object.keys(value).length > 0 && Object.values(value).every(isText) : isText(value);
  if (value !== undefined && !fine)
    place.note(
      'definition-invalid',
      value,
      'give a text, or one for each language: { "en": "Hello", "zh-CN": "你好" }',
    );
}

/** An address that a widget will make a link of. */
export function checkHref(value: unknown, place: Place): void {
  if (value === undefined) return;
  // As a browser reads it: white space and control characters inside are nothing to it.
  // eslint-disable-next-line no-control-regex
  const plain = typeof value === 'string' ? value.replace(/[\u0000-\u0020]/g, '') : '';
  const [, scheme = 'https'] = /^([a-z][a-z\d+.-]*):/i.exec(plain) ?? [];
  if (plain === '' || plain.length > 2048 || !/^(https?|mailto|tel)$/i.test(scheme))
    place.note('definition-invalid', value, 'give an address: relative, or with https:, http:, mailto: or tel:');
}

export function checkBoolean(value: unknown, place: Place): void {
  if (value !== undefined && typeof value !== 'boolean') place.note('definition-invalid', value, 'give true or false');
}
