import { PERSON_PATH } from '../wire/person.js';

/** What came of asking; `refused` where asking again is no use. */
export type PersonReply = { readonly person: unknown } | { readonly refused: boolean };

/** Asks the collector at an address what it knows of whom the token names. Never rejects. */
export async function fetchPerson(address: string, writeKey: string, token: string): Promise<PersonReply> {
  try {
    const answer = await fetch(`${address}${PERSON_PATH}?writeKey=${encodeURIComponent(writeKey)}`, {
      credentials: 'omit',
      cache: 'no-store',
      headers: { authorization: `Bearer ${token}` },
    });
    if (answer.ok) return { person: await answer.json() };
    return { refused: answer.status < 500 && answer.status !== 429 };
  } catch {
    return { refused: false };
  }
}
