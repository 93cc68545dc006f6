import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { countUndoCandidates, undoCandidates } from '../../lib/carrying/undo-candidates.ts';
import { UndoFile, undoFileOf } from '../../lib/carrying/undo-file.ts';
import type { Candidate, Write } from '../../lib/carrying/write.ts';
import { NOTHING_CARRIED } from '../../lib/contract/carried.ts';
import { keyOf } from '../../lib/elasticsearch/read/match-documents.ts';

let directory: string;
beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'undo-file-')), 'job');
});
afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

const PREVIOUS = Buffer.from('{ "a" : 1.00, "previous":"é\\u00e9", "big":18446744073709551615 }');
const condition = { seqNo: '7', primaryTerm: '1' };
const ID = 'a "b"\n/ü';
const changed: { candidate: Candidate; write: Write } = {
  candidate: { id: ID, routing: 'r', change: 'changed' },
  write: { operation: 'index', source: Buffer.from('{}'), digest: 'd1', condition, previous: PREVIOUS },
};
const added: { candidate: Candidate; write: Write } = {
  candidate: { id: 'added', routing: null, change: 'added' },
  write: { operation: 'create', source: Buffer.from('{}'), digest: 'd2' },
};
const deleted: { candidate: Candidate; write: Write } = {
  candidate: { id: 'deleted', routing: null, change: 'deleted' },
  write: { operation: 'delete', condition, previous: PREVIOUS },
};
const endOf = (position: unknown, notDone: number[]) => ({
  position,
  counts: { ...NOTHING_CARRIED, added: 1 },
  conflictBytes: 5,
  notDone,
});
const recorded = async () => {
  const all = [];
  for await (const { id, operation, isKnown, previous, digest } of undoCandidates(undoFileOf(directory), null))
    all.push({ id, operation, isKnown, previous: previous?.toString() ?? null, digest });
  return all;
};

test('what was written is read again byte for byte, without what did not happen', async () => {
  const file = await UndoFile.open(directory);
  await file.begin([changed, added, deleted]);
  await file.end(endOf({ at: 3 }, [1]));
  await file.close();
  expect(await recorded()).toEqual([
    { id: ID, operation: 'index', isKnown: true, previous: PREVIOUS.toString(), digest: 'd1' },
    { id: 'deleted', operation: 'delete', isKnown: true, previous: PREVIOUS.toString(), digest: null },
  ]);
  const again = await UndoFile.open(directory);
  expect(again.earlier).toEqual({ end: endOf({ at: 3 }, [1]), interrupted: new Set() });
  await again.close();
});

test('writes without an end are not known to have happened; the next run gets their keys', async () => {
  const file = await UndoFile.open(directory);
  await file.begin([changed]);
  await file.end(endOf({ at: 1 }, []));
  await file.begin([added]);
  await file.close();
  expect((await recorded()).map(({ id, isKnown }) => [id, isKnown])).toEqual([
    [ID, true],
    ['added', false],
  ]);
  const again = await UndoFile.open(directory);
  expect(again.earlier.end).toEqual(endOf({ at: 1 }, []));
  expect(again.earlier.interrupted).toEqual(new Set([keyOf(added.candidate)]));
  await again.begin([deleted]);
  await again.end(endOf({ at: 2 }, []));
  await again.close();
  expect((await recorded()).map(({ id, isKnown }) => [id, isKnown])).toEqual([
    [ID, true],
    ['added', false],
    ['deleted', true],
  ]);
});

test('a known end after an interruption leaves the other interrupted writes open, also after a second one', async () => {
  const first = await UndoFile.open(directory);
  await first.begin([changed, added]);
  await first.close();
  const second = await UndoFile.open(directory);
  await second.begin([changed]);
  await second.end(endOf({ at: 1 }, []));
  await second.begin([deleted]);
  await second.close();
  const third = await UndoFile.open(directory);
  expect(third.earlier.end).toEqual(endOf({ at: 1 }, []));
  expect(third.earlier.interrupted).toEqual(new Set([keyOf(added.candidate), keyOf(deleted.candidate)]));
  await third.close();
});

test('it knows whether there is something to undo', async () => {
  const file = await UndoFile.open(directory);
  await file.begin([added]);
  await file.end(endOf({ at: 1 }, [0]));
  expect(file.hasWrites).toBe(false);
  await file.close();
  const again = await UndoFile.open(directory);
  expect(again.hasWrites).toBe(false);
  await again.begin([changed]);
  await again.close();
  const last = await UndoFile.open(directory);
  expect(last.hasWrites).toBe(true);
  await last.close();
});

test('an incomplete last line was never sent: it is cut off', async () => {
  const file = await UndoFile.open(directory);
  await file.begin([changed]);
  await file.end(endOf(null, []));
  await file.close();
  const complete = await readFile(undoFileOf(directory));
  await appendFile(undoFileOf(directory), '{"operation":"create","id":"to');
  expect(await countUndoCandidates(undoFileOf(directory))).toBe(1);
  await (await UndoFile.open(directory)).close();
  expect(await readFile(undoFileOf(directory))).toEqual(complete);
});

test('it is read on from the middle of a batch', async () => {
  const file = await UndoFile.open(directory);
  await file.begin([changed, added, deleted]);
  await file.end(endOf(null, []));
  await file.begin([{ ...added, candidate: { ...added.candidate, id: 'later' } }]);
  await file.end(endOf(null, []));
  await file.close();
  const path = undoFileOf(directory);
  const all = [];
  for await (const candidate of undoCandidates(path, null)) all.push(candidate);
  for (const [at, { position }] of all.entries()) {
    const rest = [];
    for await (const { id } of undoCandidates(path, position)) rest.push(id);
    expect(rest).toEqual(all.slice(at + 1).map(({ id }) => id));
  }
});
