import type { ErrorObject } from 'ajv';
import { shown } from '../http/clip.js';

/** A rejection's code and sentence. */
export interface Fault {
  readonly code: string;
  readonly message: string;
}

/** Codes by the key of the id that is at fault. */
export const ID_CODES = {
  messageId: 'message-id-invalid',
  userId: 'user-id-invalid',
  anonymousId: 'anonymous-id-invalid',
  groupId: 'group-id-invalid',
  previousId: 'previous-id-invalid',
} as const;

/** Finer codes, by the key of the event that is at fault. */
const CODES: Readonly<Record<string, string>> = {
  type: 'type-unknown',
  event: 'event-name-invalid',
  timestamp: 'timestamp-invalid',
  ...ID_CODES,
};

/**
 * What the schema found, as a sender can use it: the place, the value, and what is allowed.
 *
 * @param errors Ajv's, compiled with `verbose`; the first that is not only a branch's echo is told.
 */
export function explainSchemaError(errors: readonly ErrorObject[]): Fault {
  if (errors.some((error) => error.keyword === 'anyOf')) {
    const wrong = errors.find((error) => error.instancePath !== '' && error.data !== null);
    if (wrong) return at(wrong);
    return {
      code: 'identity-missing',
      message:
        'Neither $.userId nor $.anonymousId is given; allowed: at least one of them, a string of 1…256 characters.',
    };
  }
  const [error] = errors;
  return error ? at(error) : { code: 'event-invalid', message: 'The event does not fit the schema.' };
}

/** What Ajv tells of the keywords that the schema uses. */
interface SchemaErrorParams {
  readonly missingProperty?: string;
  /** Of `discriminator`. */
  readonly error?: string;
  readonly tagValue?: unknown;
  readonly allowedValues?: readonly unknown[];
}

function at({ keyword, instancePath, params, data, message }: ErrorObject): Fault {
  const { missingProperty, error: tagError, tagValue, allowedValues } = params as SchemaErrorParams;
  const key = tagError === undefined ? (missingProperty ?? instancePath.split('/')[1] ?? '') : 'type';
  const value = shown(tagError !== undefined ? tagValue : missingProperty !== undefined ? undefined : data);
  const allowed =
    tagError !== undefined
      ? 'track, page, screen, identify, group or alias'
      : Object.hasOwn(ID_CODES, key) && typeof data === 'number'
        ? `a text, or a whole number up to ${Number.MAX_SAFE_INTEGER}, beyond which digits are lost`
        : keyword === 'required'
          ? 'not to be left out'
          : keyword === 'enum'
            ? JSON.stringify(allowedValues)
            : (message ?? keyword);
  return { code: CODES[key] ?? 'event-invalid', message: `$.${key} is ${value}; allowed: ${allowed}.` };
}
