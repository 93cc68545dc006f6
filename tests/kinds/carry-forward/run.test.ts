import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NotCarried } from '../../../lib/contract/carried.ts';
import { call, readIndex, type SeedDocument } from '../../support/elasticsearch.ts';
import { carryingIn } from '../../support/carrying.ts';
import { matchDocuments } from '../../../lib/elasticsearch/read/match-documents.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';

const LIVE = 'government-2026-01-07t03-00-00z-aaaa';
const RESTORED = 'government-2026-01-08t03-00-00z-bbbb';

const server = setUpServer();
const carrying = carryingIn(
  () => server.place,
  () => server.directory,
);

/** Sources that a JSON round trip would change, ids with characters that need care, routings. */
const BASE: SeedDocument[] = [
  { id: 'same', source: '{"n":1}' },
  { id: 'changed', source: '{ "big": 9007199254740993, "x": 1.0, "at": "2026-01-07T00:00:00Z" }' },
  { id: '/a b?#%&"\\é/ü', source: '{"n":2,"at":"2026-01-07T00:00:00Z"}', routing: 'r/1 "é"' },
  { id: 'deleted', source: '{ "z" : 1 , "a" : 2.50 }', routing: 'r2' },
  { id: 'deleted-2', source: '{"n":4}' },
];
const MAPPINGS = { dynamic: false, properties: { n: { type: 'long' }, at: { type: 'date' } } };

/** Source of a document that was changed: spelled so that only a byte-for-byte copy has it. */
const CHANGED = '{ "x" : 1.00, "big" : 18446744073709551615 , "at":"2026-01-08T09:00:00Z", "text":"é\\u00e9" }';
const ADDED = '{"added":true , "n" : 1e2,"at":"2026-01-08T10:00:00Z"}';

const putRaw = async (index: string, documents: readonly SeedDocument[]) =>
  call(
    server.url,
    'POST',
    `/${index}/_bulk?refresh=true`,
    documents
      .map(
        ({ id, source, routing }) =>
          `${JSON.stringify({ index: { _id: id, ...(routing === undefined ? {} : { routing }) } })}\n${source as string}\n`,
      )
      .join(''),
  );
const remove = (index: string, id: string, routing?: string) =>
  call(
    server.url,
    'DELETE',
    `/${index}/_doc/${encodeURIComponent(id)}?refresh=true${routing === undefined ? '' : `&routing=${encodeURIComponent(routing)}`}`,
  );

/** The live index, a backup of it, a restored index, and then: two changed, two added, two deleted in the live one. */
async function anIncident({ shards = 3 } = {}) {
  const settings = { number_of_shards: shards };
  await server.seed(LIVE, 0, { documents: BASE, mappings: MAPPINGS, settings });
  const file = await server.backUp(LIVE);
  const restored = await server.restore(file, { into: RESTORED, switchAlias: false, allowPartial: false });
  expect(restored.status).toBe('done');
  await putRaw(LIVE, [
    { id: 'changed', source: CHANGED },
    { id: '/a b?#%&"\\é/ü', source: '{"n":3,"at":"2026-01-08T01:00:00Z"}', routing: 'r/1 "é"' },
    { id: 'added', source: ADDED },
    { id: 'added 2', source: '{"n":7,"at":"2026-01-08T02:00:00Z"}', routing: 'x' },
  ]);
  await remove(LIVE, 'deleted', 'r2');
  await remove(LIVE, 'deleted-2');
  return { file, comparison: await carrying.compare(file, LIVE) };
}

const counts = (over: object) => ({
  added: 0,
  changed: 0,
  deleted: 0,
  already: 0,
  conflicts: 0,
  rejected: 0,
  leftOut: 0,
  ...over,
});

const sourcesOf = async (index: string) =>
  Object.fromEntries(
    [...(await readIndex(server.url, index))].map(([id, { source, routing }]) => [id, [source, routing]]),
  );

const conflictsOf = async (file: string | null): Promise<NotCarried[]> =>
  (await readFile(file!, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as NotCarried);

test('added and changed documents are carried byte for byte, and a second run changes nothing more', async () => {
  const { comparison } = await anIncident();
  const plan = await carrying.plan(comparison, RESTORED);
  expect(plan.expected).toEqual({
    added: 2,
    changed: 2,
    deleted: 0,
    already: 0,
    conflicts: 0,
    leftOut: 0,
    lookedUp: 4,
    total: 4,
  });
  const result = await carrying.run(plan, '1');
  expect(result).toMatchObject({ status: 'done', counts: counts({ added: 2, changed: 2 }), conflictsFile: null });
  const [from, to] = [await sourcesOf(LIVE), await sourcesOf(RESTORED)];
  expect(to).toEqual({ ...from, deleted: ['{ "z" : 1 , "a" : 2.50 }', 'r2'], 'deleted-2': ['{"n":4}', null] });
  expect(to['changed']).toEqual([CHANGED, null]);
  expect(await carrying.run(await carrying.plan(comparison, RESTORED), '2')).toMatchObject({
    status: 'done',
    counts: counts({ already: 4 }),
    undoFile: null,
  });
  const aliases = await call<Record<string, { aliases: object }>>(server.url, 'GET', `/${RESTORED}/_alias`);
  expect(aliases[RESTORED]!.aliases).toEqual({});
});

test('deletions are carried only when they are asked for', async () => {
  const { comparison } = await anIncident();
  const plan = await carrying.plan(comparison, RESTORED, { changes: ['added', 'changed', 'deleted'] });
  expect(plan.checks.find(({ id }) => id === 'deletions')).toMatchObject({
    level: 'warn',
    title: /2 documents, 40 % of the backup/,
  });
  const result = await carrying.run(plan, '1');
  expect(result.counts).toEqual(counts({ added: 2, changed: 2, deleted: 2 }));
  expect(await sourcesOf(RESTORED)).toEqual(await sourcesOf(LIVE));
});

test('only what is chosen is carried', async () => {
  const { comparison } = await anIncident();
  const result = await carrying.run(await carrying.plan(comparison, RESTORED, { changes: ['deleted'] }), '1');
  expect(result.counts).toEqual(counts({ deleted: 2 }));
  const none = await carrying.plan(comparison, RESTORED, { changes: [] });
  expect(none.checks.find(({ level }) => level === 'refuse')?.id).toBe('nothing-chosen');
});

test('a document that was changed in the restored index is a conflict, and is not overwritten', async () => {
  const { comparison } = await anIncident();
  const mine = '{"mine":true}';
  await putRaw(RESTORED, [
    { id: 'changed', source: mine },
    { id: 'added', source: mine },
    { id: 'deleted', source: mine, routing: 'r2' },
  ]);
  await remove(RESTORED, '/a b?#%&"\\é/ü', 'r/1 "é"');
  const result = await carrying.run(
    await carrying.plan(comparison, RESTORED, { changes: ['added', 'changed', 'deleted'] }),
    '1',
  );
  expect(result).toMatchObject({ status: 'partial', counts: counts({ added: 1, deleted: 1, conflicts: 4 }) });
  const conflicts = await conflictsOf(result.conflictsFile);
  expect(conflicts.map(({ id, what, problem, reason }) => [id, what, problem, reason]).sort()).toEqual([
    ['/a b?#%&"\\é/ü', 'changed', 'conflict', `${RESTORED} does not have it any more.`],
    ['added', 'added', 'conflict', `${RESTORED} has it too, with other content.`],
    ['changed', 'changed', 'conflict', `${RESTORED} has other content than the backup.`],
    ['deleted', 'deleted', 'conflict', `${RESTORED} has other content than the backup.`],
  ]);
  for (const id of ['changed', 'added', 'deleted']) expect((await sourcesOf(RESTORED))[id]![0]).toBe(mine);
});

test('a document that was written again in the previous index is a conflict', async () => {
  const { comparison } = await anIncident();
  await putRaw(LIVE, [
    { id: 'changed', source: '{"again":1}' },
    { id: 'deleted', source: '{"again":1}', routing: 'r2' },
  ]);
  await remove(LIVE, 'added');
  const result = await carrying.run(
    await carrying.plan(comparison, RESTORED, { changes: ['added', 'changed', 'deleted'] }),
    '1',
  );
  expect(result.counts).toEqual(counts({ added: 1, changed: 1, deleted: 1, conflicts: 3 }));
  expect((await conflictsOf(result.conflictsFile)).map(({ id, reason }) => [id, reason]).sort()).toEqual([
    ['added', `It was deleted from ${LIVE} after the comparison.`],
    ['changed', `It was written again in ${LIVE} after the comparison.`],
    ['deleted', `It was written to ${LIVE} again after the comparison.`],
  ]);
});

test('a document that the cluster rejects is counted and listed', async () => {
  const { comparison } = await anIncident();
  const before = await carrying.plan(comparison, RESTORED);
  await call(server.url, 'PUT', `/${RESTORED}/_mapping`, { properties: { added: { type: 'date' } } });
  const result = await carrying.run(before, '1');
  expect(result).toMatchObject({ status: 'partial', counts: counts({ added: 1, changed: 2, rejected: 1 }) });
  expect(await conflictsOf(result.conflictsFile)).toMatchObject([
    { id: 'added', what: 'added', problem: 'rejected', reason: /date/ },
  ]);
});

test('the same id with another routing is another document, or a conflict on the same shard', async () => {
  const { comparison } = await anIncident({ shards: 1 });
  await putRaw(RESTORED, [{ id: 'added 2', source: '{"n":7,"at":"2026-01-08T02:00:00Z"}', routing: 'y' }]);
  const result = await carrying.run(await carrying.plan(comparison, RESTORED), '1');
  expect(result.counts).toEqual(counts({ added: 1, changed: 2, conflicts: 1 }));
});

test('a query and a time leave the rest out, and count it', async () => {
  const { comparison } = await anIncident();
  const bySince = await carrying.plan(comparison, RESTORED, {
    changes: ['added', 'changed', 'deleted'],
    since: { field: 'at', time: '2026-01-08T09:00:00Z' },
  });
  expect(bySince.expected).toMatchObject({ added: 1, changed: 1, deleted: 0, leftOut: 4 });
  expect((await carrying.run(bySince, '1')).counts).toEqual(counts({ added: 1, changed: 1, leftOut: 4 }));
  const byQuery = await carrying.plan(comparison, RESTORED, {
    changes: ['added', 'changed', 'deleted'],
    query: { term: { n: 4 } },
  });
  expect((await carrying.run(byQuery, '2')).counts).toEqual(counts({ deleted: 1, leftOut: 5 }));
});

test('a query is asked in parts where the index returns few documents at once', async () => {
  const documents = Array.from({ length: 120 }, (_, n) => ({ id: `d${n}`, source: JSON.stringify({ n }) }));
  const settings = { 'index.max_result_window': 150 };
  await server.seed(LIVE, 0, { documents, mappings: MAPPINGS, settings });
  const { signal } = new AbortController();
  const keys = documents.map(({ id }) => ({ id, routing: null }));
  const { cluster } = server.place;
  const found = await matchDocuments(cluster, LIVE, { range: { n: { lt: 70 } } }, keys, signal);
  expect(found.size).toBe(70);
  const wrong = matchDocuments(cluster, LIVE, { nonsense: { n: 1 } }, keys, signal);
  expect(await failureOf(wrong)).toMatchObject({ code: 'invalid_input' });
});

test('a query that the server refuses, and a time that is none, are refused before anything is written', async () => {
  const { comparison } = await anIncident();
  const before = await sourcesOf(RESTORED);
  const refused = async (request: object) => failureOf(carrying.plan(comparison, RESTORED, request));
  expect(await refused({ query: { nonsense: { n: 1 } } })).toMatchObject({ code: 'invalid_input' });
  expect(await refused({ query: { range: { at: { gte: 'no date' } } } })).toMatchObject({ code: 'invalid_input' });
  expect(await refused({ since: { field: 'at', time: 'yesterday' } })).toMatchObject({ code: 'invalid_input' });
  expect(await sourcesOf(RESTORED)).toEqual(before);
});

test('the undo puts back what was overwritten and deleted, and deletes what was added', async () => {
  const { comparison } = await anIncident();
  const before = await sourcesOf(RESTORED);
  const plan = await carrying.plan(comparison, RESTORED, { changes: ['added', 'changed', 'deleted'] });
  await carrying.run(plan, '1');
  const undone = await carrying.undo(plan, '1');
  expect(undone).toMatchObject({ status: 'done', counts: counts({ added: 2, changed: 2, deleted: 2 }) });
  expect(await sourcesOf(RESTORED)).toEqual(before);
  expect((await carrying.undo(plan, '1', 'again')).counts).toEqual(counts({ already: 6 }));
});

test('the undo leaves alone what somebody has changed since, and lists it', async () => {
  const { comparison } = await anIncident();
  const plan = await carrying.plan(comparison, RESTORED, { changes: ['added', 'changed', 'deleted'] });
  await carrying.run(plan, '1');
  await putRaw(RESTORED, [
    { id: 'changed', source: '{"mine":1}' },
    { id: 'deleted-2', source: '{"mine":2}' },
  ]);
  await remove(RESTORED, 'added');
  const undone = await carrying.undo(plan, '1');
  expect(undone).toMatchObject({
    status: 'partial',
    counts: counts({ added: 1, changed: 1, deleted: 1, already: 1, conflicts: 2 }),
  });
  expect((await conflictsOf(undone.conflictsFile)).map(({ id }) => id).sort()).toEqual(['changed', 'deleted-2']);
  expect((await sourcesOf(RESTORED))['changed']![0]).toBe('{"mine":1}');
});

test('the undo of an interrupted run lists what was changed since: nobody knows whether that run wrote it', async () => {
  const { comparison } = await anIncident();
  const plan = await carrying.plan(comparison, RESTORED, { changes: ['added', 'changed', 'deleted'] });
  const { undoFile } = await carrying.run(plan, '1');
  const lines = (await readFile(undoFile!, 'utf8')).split('\n');
  await writeFile(undoFile!, lines.filter((line) => !line.startsWith('{"end":')).join('\n'));
  await putRaw(RESTORED, [{ id: 'changed', source: '{"mine":1}' }]);
  await remove(RESTORED, 'added');
  const undone = await carrying.undo(plan, '1');
  expect(undone).toMatchObject({
    status: 'partial',
    counts: counts({ added: 1, changed: 1, deleted: 2, already: 1, conflicts: 1 }),
  });
  expect(await conflictsOf(undone.conflictsFile)).toMatchObject([
    { id: 'changed', what: 'changed', reason: /^It is not known whether the job wrote it/ },
  ]);
  expect((await sourcesOf(RESTORED))['changed']![0]).toBe('{"mine":1}');
});

test('what was not written is not undone', async () => {
  const { comparison } = await anIncident();
  const plan = await carrying.plan(comparison, RESTORED);
  // Somebody else writes the same document in the same way.
  await putRaw(RESTORED, [{ id: 'added', source: ADDED }]);
  const result = await carrying.run(plan, '1');
  expect(result.counts).toEqual(counts({ added: 1, changed: 2, already: 1 }));
  await carrying.undo(plan, '1');
  expect((await sourcesOf(RESTORED))['added']).toEqual([ADDED, null]);
});

test('what would get in the way is a check of the plan', async () => {
  const { comparison } = await anIncident();
  const idsOf = async (to: string) =>
    (await carrying.plan(comparison, to)).checks.filter(({ level }) => level === 'refuse').map(({ id }) => id);
  expect(await idsOf(LIVE)).toEqual(['same-index']);
  await call(server.url, 'PUT', `/${RESTORED}/_settings`, { 'index.blocks.write': true });
  expect(await idsOf(RESTORED)).toEqual(['target-write']);
  await call(server.url, 'PUT', `/${RESTORED}/_settings`, { 'index.blocks.write': null });
  await call(server.url, 'PUT', `/${RESTORED}/_settings`, { 'index.final_pipeline': 'some' });
  expect(await idsOf(RESTORED)).toEqual(['target-pipeline']);
  await call(server.url, 'PUT', `/${RESTORED}/_settings`, { 'index.final_pipeline': null });
  await call(server.url, 'POST', `/${RESTORED}/_close`);
  expect(await idsOf(RESTORED)).toEqual(['target-closed']);
  await call(server.url, 'POST', `/${RESTORED}/_open`);
  await call(server.url, 'DELETE', `/${LIVE}`);
  expect(await idsOf(RESTORED)).toEqual(['source']);
  expect(await failureOf(carrying.plan(comparison, 'nowhere'))).toMatchObject({ code: 'not_found' });
});

test('the plan says which backup the index was restored from, and which aliases are live', async () => {
  const { comparison, file } = await anIncident();
  const ref = { source: `folder:${join(file, '..')}`, id: file.slice(file.lastIndexOf('/') + 1) };
  const levelOf = async (restoredFrom: CarryRestoredFrom) =>
    (await carrying.plan(comparison, RESTORED, { restoredFrom })).checks.find(({ id }) => id === 'base')?.level;
  expect(await levelOf(() => ref)).toBe('ok');
  expect(await levelOf(() => ({ ...ref, id: 'another.zip' }))).toBe('warn');
  expect(await levelOf(() => null)).toBe('warn');
  await call(server.url, 'PUT', `/${RESTORED}/_alias/government`);
  const plan = await carrying.plan(comparison, 'government');
  expect(plan.to).toMatchObject({ index: RESTORED, aliases: ['government'] });
  expect(plan.checks.map(({ id }) => id)).toContain('live');
  const planned = await carrying.plan(comparison, RESTORED);
  await call(server.url, 'PUT', `/${RESTORED}/_alias/another`);
  expect(await failureOf(carrying.run(planned, '1'))).toMatchObject({ code: 'index_changed' });
});

type CarryRestoredFrom = NonNullable<Parameters<typeof carrying.plan>[2]>['restoredFrom'] & {};

test('an index that was deleted meanwhile is not created again', async () => {
  const { comparison } = await anIncident();
  const plan = await carrying.plan(comparison, RESTORED);
  await call(server.url, 'DELETE', `/${RESTORED}`);
  expect(await failureOf(carrying.run(plan, '1'))).toMatchObject({ code: 'index_changed' });
  expect(Object.keys(await call<object>(server.url, 'GET', '/_all/_settings'))).not.toContain(RESTORED);
});
