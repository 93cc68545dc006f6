import { constants } from 'node:fs';
import { CHANGES, type CarryCounts, type Change } from '../contract/carried.ts';
import { AppError } from '../errors.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { eachMember, isKey } from '../json/members.ts';
import { MORE } from '../json/skip-value.ts';
import { digestAfter, type Candidate, type Write } from './write.ts';

/**
 * The lines of an undo file, one JSON object each. Before each bulk request a line for each of its writes, and after it a
 * line that ends them. Writes without an end were interrupted: whether they happened is decided by content.
 */
export type UndoLine =
  { kind: 'write'; write: RecordedWrite; next: number } | { kind: 'end'; end: EndOfWrites; next: number };

export interface RecordedWrite extends Candidate {
  operation: Write['operation'];
  /** Of what was written; null: a deletion. */
  digest: string | null;
  /** The source before it, byte for byte; null: there was no document. */
  previous: Buffer | null;
}

export interface EndOfWrites {
  /** Where the next candidates are. */
  position: unknown;
  /** Since the job began. */
  counts: CarryCounts;
  /** Length of the list of conflicts, in bytes. */
  conflictBytes: number;
  /** Which of the writes since the last end did not happen, counted from 0; null: not known. */
  notDone: number[] | null;
}

const LINE_BREAK = 0x0a;
const CHUNK_BYTES = 512 * 1024;

/** The previous source is the last member, byte for byte. */
export function formatWrite({ id, routing, change }: Candidate, write: Write): Buffer[] {
  const { operation } = write;
  const head = JSON.stringify({ operation, id, routing, change, digest: digestAfter(write) });
  if (write.operation === 'create') return [Buffer.from(`${head}\n`)];
  return [Buffer.from(`${head.slice(0, -1)},"previous":`), write.previous, Buffer.from('}\n')];
}

export const formatEnd = (end: EndOfWrites): Buffer => Buffer.from(`${JSON.stringify({ end })}\n`);

/**
 * The complete lines of a file from a byte offset, which is the `next` of an earlier one. An incomplete last line was never
 * sent. Throws `not_found`, and `disk` for a line of another form.
 */
export async function* readUndoLines(path: string, from = 0): AsyncGenerator<UndoLine> {
  const file = await openRegularFile(path, constants.O_RDONLY).catch((cause: unknown) => {
    throw new AppError('not_found', `The undo file ${path} is not there.`, { cause });
  });
  let rest: Buffer = Buffer.alloc(0);
  let next = from;
  for await (const chunk of file.createReadStream({ start: from, highWaterMark: CHUNK_BYTES })) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_BREAK); end !== -1; end = bytes.indexOf(LINE_BREAK, start)) {
      next += end + 1 - start;
      yield { ...parseLine(bytes.subarray(start, end), path), next };
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

type Parsed = { kind: 'write'; write: RecordedWrite } | { kind: 'end'; end: EndOfWrites };

function parseLine(line: Buffer, path: string): Parsed {
  let previousKey = -1;
  let previous: Buffer | null = null;
  const after = eachMember(line, 0, line.length, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    if (!isKey(line, keyStart, keyEnd, 'previous')) return;
    previousKey = keyStart - 1;
    // A copy: the chunk that the line is in is much larger.
    previous = Buffer.from(line.subarray(valueStart, valueEnd));
  });
  if (after === MORE) throw notOurs(path);
  const head = previousKey === -1 ? line.toString('utf8') : `${line.toString('utf8', 0, previousKey - 1)}}`;
  const value = JSON.parse(head) as { end?: EndOfWrites } & Omit<RecordedWrite, 'previous'>;
  if (value.end !== undefined) return { kind: 'end', end: value.end };
  const { operation, id, routing, change, digest } = value;
  if (typeof id !== 'string' || !isChange(change)) throw notOurs(path);
  return { kind: 'write', write: { operation, id, routing, change, digest, previous } };
}

const isChange = (text: unknown): text is Change => CHANGES.includes(text as Change);

const notOurs = (path: string) => new AppError('disk', `A line of ${path} is not one that Restore Desk wrote.`);
