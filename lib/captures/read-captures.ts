import { cancelled } from '../errors.ts';
import { findBeginning, type Beginning } from './find-beginning.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { CaptureFacts, CaptureFile, Found, Problem, RecordPlace } from './found.ts';
import { takeTail, type Tail } from './join-rotated.ts';
import type { SplitRecord } from './split-record.ts';
import { RecordSplitter } from './split-records.ts';
import { toFound } from './to-found.ts';
import { unpack, type Unpacked } from './unpack.ts';

type Visit = (found: Found) => void | Promise<void>;

interface ReadOptions {
  signal: AbortSignal;
  /** Called with numbers of stored bytes that were read, at least once a mebibyte. Their sum is that of the files' sizes. */
  onBytes?: (bytes: number) => void;
}

/**
 * Visits everything in the files: each request, answer and broken place once. Within a file in the order of the file; files
 * that begin with NULs come after all others, in any order of time. A promise of `visit` is waited for. Never fails
 * because of what a file holds. Throws AppError `not_found`, `disk` where a file can't be read, `cancelled`, and what `visit` throws.
 * Memory: some chunks, and at most 64 MiB for a long record. The result is in the order of the files.
 */
export async function readCaptures(
  files: readonly CaptureFile[],
  visit: Visit,
  { signal, onBytes = () => undefined }: ReadOptions,
): Promise<CaptureFacts[]> {
  const beginnings: Beginning[] = [];
  for (const file of files) beginnings.push(await findBeginning(file, signal));
  const facts: CaptureFacts[] = [];
  for (const [index, file] of files.entries())
    facts.push(emptyFacts(file, beginnings[index]!, await fingerprintOf(file, signal)));
  const reading: Reading = { files, beginnings, facts, visit, signal, onBytes, tails: [] };
  // A file that goes on where another ends begins with as many NULs as that one is long, so the other one has fewer.
  const byNuls = files.map((_, index) => index);
  byNuls.sort((left, right) => beginnings[left]!.leadingNuls - beginnings[right]!.leadingNuls || left - right);
  for (const index of byNuls) await readFile(reading, index);
  for (const tail of reading.tails) await readTail(reading, tail);
  return facts;
}

interface Reading extends Required<ReadOptions> {
  files: readonly CaptureFile[];
  beginnings: readonly Beginning[];
  facts: CaptureFacts[];
  visit: Visit;
  /** Last records that may go on in a file that was not read yet. */
  tails: Tail[];
}

const emptyFacts = (
  { path, server, bytes }: CaptureFile,
  { gzip, leadingNuls }: Beginning,
  fingerprint: string,
): CaptureFacts => ({
  path,
  server,
  bytes,
  unpackedBytes: 0,
  gzip,
  records: 0,
  firstAt: null,
  lastAt: null,
  leadingNuls,
  joinedTo: null,
  broken: 0,
  fingerprint,
});

async function readFile(reading: Reading, index: number): Promise<void> {
  const { files, beginnings, facts, signal, onBytes } = reading;
  const [file, { leadingNuls, beginsRecord }] = [files[index]!, beginnings[index]!];
  const tail = leadingNuls > 0 && !beginsRecord ? takeTail(reading.tails, leadingNuls, file.server) : null;
  facts[index]!.joinedTo = tail?.file ?? null;
  const splitter = new RecordSplitter({ beginsInside: leadingNuls > 0 && tail === null });
  if (tail !== null) splitter.append(tail.bytes);
  const tailBytes = tail?.bytes.length ?? 0;
  const placeOf = (position: number): RecordPlace =>
    position < tailBytes
      ? { file: tail!.file, offset: tail!.offset + position }
      : { file: index, offset: leadingNuls + position - tailBytes };

  const unpacked: Unpacked = { gzip: false, problem: null };
  let unpackedBytes = 0;
  for await (const bytes of unpack(file, unpacked, signal, onBytes)) {
    if (signal.aborted) throw cancelled();
    const nuls = Math.min(bytes.length, Math.max(0, leadingNuls - unpackedBytes));
    unpackedBytes += bytes.length;
    splitter.append(bytes.subarray(nuls));
    await visitRecords(reading, splitter, placeOf);
  }
  facts[index]!.unpackedBytes = unpackedBytes;
  if (unpacked.problem !== null) {
    await endBroken(reading, splitter, placeOf, unpacked.problem);
    return;
  }
  const rest = splitter.rest();
  const goesOn = beginnings.some((other) => !other.beginsRecord && other.leadingNuls === unpackedBytes);
  if (rest !== null && goesOn) {
    const place = placeOf(rest.position);
    reading.tails.push({ ...place, server: file.server, bytes: rest.bytes, unpackedBytes });
  } else await visitRecords(reading, splitter, placeOf, true);
}

/** The end of a file that can't be read on. It is one broken place, also where it is inside a record. */
async function endBroken(
  reading: Reading,
  splitter: RecordSplitter,
  placeOf: (position: number) => RecordPlace,
  problem: Problem,
): Promise<void> {
  const records: SplitRecord[] = [];
  for (let record = splitter.next(true); record !== null; record = splitter.next(true)) records.push(record);
  const last = records.at(-1);
  const isInside = last !== undefined && last.problem !== null && last.header?.type !== 3;
  if (isInside) last.problem = problem;
  for (const record of records) await visitRecord(reading, record, placeOf(record.position));
  if (!isInside) await visitFound(reading, { ...problem, ...placeOf(splitter.position) });
}

async function readTail(reading: Reading, { file, offset, bytes }: Tail): Promise<void> {
  const splitter = new RecordSplitter();
  splitter.append(bytes);
  await visitRecords(reading, splitter, (position) => ({ file, offset: offset + position }), true);
}

async function visitRecords(
  reading: Reading,
  splitter: RecordSplitter,
  placeOf: (position: number) => RecordPlace,
  atEnd = false,
): Promise<void> {
  for (let record = splitter.next(atEnd); record !== null; record = splitter.next(atEnd)) {
    const waiting = visitRecord(reading, record, placeOf(record.position));
    if (waiting !== undefined) await waiting;
  }
}

/** A promise only where `visit` returns one. */
function visitRecord(reading: Reading, record: SplitRecord, place: RecordPlace): void | Promise<void> {
  if (record.header !== null) widenTimes(reading.facts[place.file]!, record.header.at);
  const found = toFound(record, place);
  for (let index = 0; index < found.length; index++) {
    const waiting = visitFound(reading, found[index]!);
    if (waiting !== undefined) return waiting.then(() => visitAll(reading, found.slice(index + 1)));
  }
}

async function visitAll(reading: Reading, all: readonly Found[]): Promise<void> {
  for (const found of all) await visitFound(reading, found);
}

function visitFound({ facts, visit }: Reading, found: Found): void | Promise<void> {
  const own = facts[found.file]!;
  own.records++;
  if ('why' in found) own.broken++;
  return visit(found);
}

function widenTimes(facts: CaptureFacts, at: bigint): void {
  if (facts.firstAt === null || at < facts.firstAt) facts.firstAt = at;
  if (facts.lastAt === null || at > facts.lastAt) facts.lastAt = at;
}
