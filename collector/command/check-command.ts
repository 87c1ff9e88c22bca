import { checkWidgets } from '../../src/lifecycle/check-widgets.js';
import { DefinitionFileError, readDefinitionFile } from '../lifecycle/read-definition-file.js';

/** What a command that only looks comes to. */
export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** 1: the definition has mistakes; 2: there is no definition to look at. */
  readonly exitCode: 0 | 1 | 2;
}

/** `ahaloop-collector check <file>`: whether a lifecycle definition is right, and all that is wrong with it. */
export function checkCommand(files: readonly string[]): CommandOutcome {
  const [file] = files;
  if (file === undefined || files.length > 1) {
    return { stdout: '', stderr: 'file-missing: name one file: ahaloop-collector check lifecycle.json\n', exitCode: 2 };
  }
  try {
    const read = readDefinitionFile(file, { checkWidgets });
    const { version, hash, definition, milestones, stages, segments, plays } = read;
    const facts = Object.keys(definition.facts ?? {});
    const counts = Object.entries({ fact: facts, milestone: milestones, stage: stages, segment: segments, play: plays })
      .map(([name, { length }]) => `${length} ${name}${length === 1 ? '' : 's'}`)
      .join(', ');
    return { stdout: `ok: version ${version}, hash ${hash}, ${counts}\n`, stderr: '', exitCode: 0 };
  } catch (error) {
    if (!(error instanceof DefinitionFileError)) throw error;
    return { stdout: '', stderr: `${error.message}\n`, exitCode: error.isJson ? 1 : 2 };
  }
}
