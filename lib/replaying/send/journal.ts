import {
  closeSync,
  createReadStream,
  existsSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AppError } from '../../errors.ts';
import type { Outcome } from './classify.ts';

/** How one request ended: a line of JSON. No body, no header, no query. */
export interface SettledLine {
  /** Identifies it in the captures. */
  number: number;
  time: string;
  file: number;
  offset: number;
  id: string;
  method: string;
  path: string;
  tries: number;
  /** null: there was no answer. */
  status: number | null;
  ms: number;
  outcome: Outcome;
  /** Why there is no status. */
  why?: string;
  /** Of a bulk: the items that failed. */
  items?: number[];
  /** Of a bulk: items of which the target has a newer version. */
  newer?: number;
}

/** `begun` false: it was certainly not applied, and may be sent. */
export interface BegunLine {
  number: number;
  begun: boolean;
}

export const journalIn = (directory: string): string => join(/* turbopackIgnore: true */ directory, 'results.ndjson');

/**
 * What a replay has sent, in the order of the answers. Lines of answers that arrive together are written together. A killed run
 * can lose the last lines: it sends those requests again, in their order, which gives the same documents. A request that must not be sent twice is in the file before it is sent.
 */
export class Journal {
  readonly path: string;
  private readonly file: number;
  private lines: string[] = [];
  private timer: NodeJS.Immediate | undefined;
  private failure: { error: unknown } | null = null;

  constructor(directory: string) {
    this.path = journalIn(directory);
    this.file = withDiskErrors(this.path, () => {
      mkdirSync(directory, { recursive: true, mode: 0o750 });
      return openSync(this.path, 'a+', 0o600);
    });
    if (!endsALine(this.file)) writeSync(this.file, '\n');
  }

  /** Before a request that must not be sent twice: on the disk when this returns. */
  begin(number: number): void {
    this.add({ number, begun: true });
    this.flush();
    withDiskErrors(this.path, () => fdatasyncSync(this.file));
  }

  /** It was certainly not applied after all. */
  withdraw(number: number): void {
    this.add({ number, begun: false });
    this.flush();
  }

  settle(line: SettledLine): void {
    this.add(line);
    this.timer ??= setImmediate(() => this.flushLater());
  }

  close(): void {
    try {
      this.flush();
    } finally {
      closeSync(this.file);
    }
  }

  /** A failure is thrown by the next call. */
  private flushLater(): void {
    try {
      this.flush();
    } catch (error) {
      this.failure ??= { error };
    }
  }

  private add(line: SettledLine | BegunLine): void {
    // Captured text may have control characters that a terminal would follow.
    this.lines.push(`${JSON.stringify(line).replace(/[\u007f-\u009f]/g, escapeCharacter)}\n`);
  }

  private flush(): void {
    if (this.failure !== null) throw this.failure.error;
    clearImmediate(this.timer);
    this.timer = undefined;
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    withDiskErrors(this.path, () => writeAll(this.file, Buffer.from(text)));
  }
}

/** A full disk may take a part of it first. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** A killed run may leave a part of a line. */
function endsALine(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
}

const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** The lines of an earlier run; the last one is left out where it is cut. */
export async function* readJournal(directory: string): AsyncGenerator<SettledLine | BegunLine> {
  const path = journalIn(directory);
  if (!existsSync(path)) return;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const line = parse(text);
    if (line !== null) yield line;
  }
}

function parse(text: string): SettledLine | BegunLine | null {
  try {
    return JSON.parse(text) as SettledLine | BegunLine;
  } catch {
    return null;
  }
}

function withDiskErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new AppError(
      'disk',
      `The results can’t be written to ${path} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      {
        hint: 'Free space or correct the permissions, then resume: no request that was sent is forgotten.',
        cause,
      },
    );
  }
}
