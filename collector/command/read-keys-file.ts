import { readFileSync } from 'node:fs';
import type { KeyRule, KeyRules } from '../http/key-rules.js';
import { OptionError } from './option-error.js';

/** What a file of keys says. */
export interface KeysFile {
  /** Projects by write key. */
  readonly projects: ReadonlyMap<string, string>;
  readonly rules: KeyRules;
}

const KEY = /^[\w.~-]{1,128}$/;
const PROJECT = /^[\w.~-]{1,100}$/;
const ORIGIN = /^https?:\/\/(?:\*\.)?[a-z\d.[\]:-]+$/;
const HOST = /^[a-z\d.[\]:-]+$/;
const MAX_RATE = 1_000_000;

/** What each member of a key must be, and what to say where it is not. */
const MEMBERS: Readonly<Record<string, { readonly isValid: (value: unknown) => boolean; readonly remedy: string }>> = {
  project: { isValid: isText(PROJECT), remedy: 'give 1…100 letters, digits and -._~' },
  origins: {
    isValid: isListOf(ORIGIN),
    remedy: 'give a list of origins, in small letters, such as "https://shop.example" or "https://*.shop.example"',
  },
  hosts: { isValid: isListOf(HOST), remedy: 'give a list of names, in small letters, such as "collect.shop.example"' },
  rateLimit: {
    isValid: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_RATE,
    remedy: `give a whole number, 0…${MAX_RATE}`,
  },
};

/**
 * Reads a file of write keys and what each may be used for: `{ "<write key>": { "project", "origins", "hosts", "rateLimit" } }`, all of
 * which may be left out.
 *
 * @throws {OptionError} `keys-file-unreadable`, `keys-file-invalid`, naming the first mistake.
 */
export function readKeysFile(file: string, defaultProject: string): KeysFile {
  const wrong = (what: string, remedy: string) => new OptionError(`keys-file-invalid: ${file}: ${what}; ${remedy}.`);
  const keys = parsed(file, wrong);
  const projects = new Map<string, string>();
  const rules = new Map<string, KeyRule>();
  for (const [key, rule] of Object.entries(keys)) {
    if (!KEY.test(key)) throw wrong(`${JSON.stringify(key)} is no write key`, 'give 1…128 letters, digits and -._~');
    if (!isObject(rule)) throw wrong(`${JSON.stringify(key)} is ${JSON.stringify(rule)}`, 'give an object');
    for (const [name, value] of Object.entries(rule)) {
      const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
      const where = `${JSON.stringify(name)} of ${JSON.stringify(key)}`;
      if (!member) throw wrong(`${where} is not known`, `there are ${Object.keys(MEMBERS).join(', ')}`);
      if (!member.isValid(value)) throw wrong(`${where} is ${JSON.stringify(value)}`, member.remedy);
    }
    const { project = defaultProject, ...limits } = rule as KeyRule & { readonly project?: string };
    projects.set(key, project);
    rules.set(key, limits);
  }
  if (projects.size === 0) throw wrong('it has no key', 'name at least one');
  return { projects, rules };
}

function parsed(file: string, wrong: (what: string, remedy: string) => OptionError): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new OptionError(`keys-file-unreadable: ${file} cannot be read (${why}); name a file that can.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong(`it is no JSON (${(error as Error).message.replace(/\s+/g, ' ')})`, 'mend it there');
  }
  if (!isObject(value)) throw wrong('it holds no object', 'give { "<write key>": { "project": "…" } }');
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function isListOf(pattern: RegExp): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.length > 0 && value.every(isText(pattern));
}
