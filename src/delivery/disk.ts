/**
 * A queue store on disk: records as texts in a database.
 */
import { readLines, writeLines } from '../core/line.js';
import type { Disk, RecordKey, StoredRecord } from './ports.js';

/** A database that knows texts by their keys. */
export interface TextDatabase {
  _isOpen(): boolean;
  open(): Promise<void>;
  close(): void;
  /** Removes and adds in one transaction, begun in the same task. */
  write(adding: readonly KeyedText[], removing: readonly RecordKey[]): Promise<void>;
  /** The first texts, as many as hold so many events by their keys. What is no text of ours is ''. */
  read(events: number): Promise<readonly KeyedText[]>;
  keys(): Promise<RecordKey[]>;
}

export interface KeyedText {
  readonly key: RecordKey;
  readonly text: string;
}

const textOf = ({ key, _lines: lines }: StoredRecord): KeyedText => ({ key, text: writeLines(lines) });

export function createDisk({ _isOpen: isOpen, open, close, write, read, keys }: TextDatabase): Disk {
  return {
    durable: true,
    _isOpen: isOpen,
    open,
    close,
    keys,
    add: (records) => write(records.map(textOf), []),
    read: async (events) => (await read(events)).map(({ key, text }) => ({ key, _lines: readLines(text) })),
    remove: (removing, rest = []) => write(rest.map(textOf), removing),
  };
}
