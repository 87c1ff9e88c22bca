import { readFileSync } from 'node:fs';
import type { checkWidgets } from '../../src/lifecycle/check-widgets.js';
import type { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { mistakeText } from '../../src/lifecycle/mistake.js';
import { readChecklist } from '../../src/lifecycle/read-checklist.js';
import { readDefinition } from '../../src/lifecycle/read-definition.js';

/** A file that has no lifecycle in it: one line that says why, or one for each mistake. */
export class DefinitionFileError extends Error {
  override name = 'DefinitionFileError';
  /** Whether it could be read as JSON, so that the mistakes are the definition's. */
  readonly isJson: boolean;

  constructor(lines: readonly string[], isJson: boolean) {
    super(lines.join('\n'));
    this.isJson = isJson;
  }
}

/**
 * @param more `checkWidgets` where mistakes in the settings of widgets are to be told as well: a page leaves out what it cannot show.
 * @throws {DefinitionFileError}
 */
export function readDefinitionFile(
  path: string,
  more: { readonly checkWidgets?: typeof checkWidgets } = {},
): Lifecycle {
  const value = readJson(path);
  const read = readDefinition(value, { readChecklist, ...more });
  if ('mistakes' in read) throw new DefinitionFileError(read.mistakes.map(mistakeText), true);
  return read.lifecycle;
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`;
    throw new DefinitionFileError(
      [`definition-unreadable: ${path} ${why}; name a JSON file that this user may read.`],
      false,
    );
  }
  try {
    // Some editors begin a file with a mark that is no JSON.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const line = `definition-not-json: ${path} is not JSON (${(error as Error).message.replace(/\s+/g, ' ').toWellFormed()}); mend it there.`;
    throw new DefinitionFileError([line], false);
  }
}
