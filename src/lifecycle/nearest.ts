/** Names longer than this are not compared letter by letter. */
const MAX_LENGTH = 64;

/** The name that is nearest to a misspelt one by edits (Levenshtein 1965), when it is near at all; null where none is. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const other of names) {
    if (Math.abs(other.length - name.length) >= least || other.length > MAX_LENGTH || name.length > MAX_LENGTH)
      continue;
    const distance = edits(name.toLowerCase(), other.toLowerCase());
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length]!;
}

/** "declared: a, b; did you mean a?" for a remedy. */
export function namesRemedy(name: unknown, names: readonly string[]): string {
  const near = typeof name === 'string' ? nearest(name, names) : null;
  const some = names.slice(0, 12).join(', ') + (names.length > 12 ? ` and ${names.length - 12} more` : '');
  return `${near === null ? '' : `did you mean ${JSON.stringify(near)}? `}declared: ${some || 'none'}`;
}
