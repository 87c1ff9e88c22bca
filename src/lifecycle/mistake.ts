/** One mistake in a definition: a stable code, where it is, the value, and what to do about it. */
export interface Mistake {
  readonly code:
    | 'definition-invalid'
    | 'definition-too-large'
    | 'name-unknown'
    | 'operator-unknown'
    | 'condition-impossible'
    | 'type-mismatch'
    | 'loop';
  /** JSON path: `$.stages[1].enter.idle`. */
  readonly path: string;
  readonly value: unknown;
  /** What is allowed; for a name, the nearest that there is. */
  readonly remedy: string;
}

/** Where in the document one is, and where mistakes are noted. */
export interface Place {
  readonly path: string;
  at(key: string | number): Place;
  note(code: Mistake['code'], value: unknown, remedy: string): void;
}

/** No list of mistakes is longer: whoever has made so many needs to see the first. */
const MAX_MISTAKES = 100;

export function createPlace(mistakes: Mistake[], path = '$'): Place {
  return {
    path,
    at: (key) =>
      createPlace(
        mistakes,
        typeof key === 'string' && /^[\w$]+$/.test(key)
          ? `${path}.${key}`
          : `${path}[${JSON.stringify(typeof key === 'string' ? key.slice(0, 80) : key)}]`,
      ),
    note: (code, value, remedy) => {
      if (mistakes.length < MAX_MISTAKES) mistakes.push({ code, path, value, remedy });
    },
  };
}

/** A mistake in one line: code, path, value, remedy. */
export const mistakeText = ({ code, path, value, remedy }: Mistake): string => {
  const text = (JSON.stringify(value) as string | undefined) ?? 'missing';
  return `${code}: ${path} is ${text.length > 80 ? `${text.slice(0, 80)}…` : text}; ${remedy}`;
};
