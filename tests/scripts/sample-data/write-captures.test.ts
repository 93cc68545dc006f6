import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { captureFiles } from '../../../lib/captures/capture-files.ts';
import type { CapturedRequest } from '../../../lib/captures/found.ts';
import { readCaptures } from '../../../lib/captures/read-captures.ts';
import { publishedDocuments } from '../../../scripts/sample-data/after-the-backup.ts';
import { findSection } from '../../../scripts/sample-data/documents.ts';
import { createTimeline } from '../../../scripts/sample-data/timeline.ts';
import { writeCaptures } from '../../../scripts/sample-data/write-captures.ts';
import { MemoryStore } from '../../../scripts/search-app/memory-store.ts';
import { withoutMembers } from '../../../scripts/search-app/posted-documents.ts';
import { startSearchApp } from '../../../scripts/search-app/search-app.ts';
import { capturedRequests, replaySerially } from '../../support/replay-serially.ts';

const timeline = createTimeline(new Date(Date.UTC(2026, 2, 9, 10, 17)));
const lost = timeline.events.find((event) => event.kind === 'document-loss')!;
const nanoseconds = (time: Date) => BigInt(time.getTime()) * 1_000_000n;

let folder: string;
let requests: CapturedRequest[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-captures-'));
  await writeCaptures(folder, createTimeline(new Date(Date.UTC(2026, 2, 8, 10, 17))));
  await writeCaptures(folder, timeline);
  requests = await capturedRequests([folder]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('each server has a compressed log and a current one, and none of an earlier demo', async () => {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.log')).sort();
  expect(files).toEqual(
    ['search-1', 'search-2'].flatMap((server) => [`${server}/20260309.log`, `${server}/20260309.log.1.gz`]),
  );
  const { signal } = new AbortController();
  const facts = await readCaptures(await captureFiles([folder]), () => undefined, { signal });
  expect(facts.map(({ broken }) => broken)).toEqual([0, 0, 0, 0]);
});

test('the deletions of the incident come in one burst, and no write after them', () => {
  const deletions = requests.filter(({ method, at }) => method === 'DELETE' && at >= nanoseconds(timeline.loss));
  expect(deletions).toHaveLength(7_834);
  expect(Number(deletions.at(-1)!.at - deletions[0]!.at) / 1e9).toBeLessThan(60);
  const later = requests.filter(({ at, method }) => at >= nanoseconds(timeline.loss) && method !== 'DELETE');
  expect(later.every(({ method, target }) => method === 'GET' || target.endsWith('/_search'))).toBe(true);
  expect(requests.filter(({ at }) => at < nanoseconds(timeline.lastNight)).length).toBeGreaterThan(30);
});

test('replayed from the backup to the loss, they give the documents of then, character for character', async () => {
  const store = new MemoryStore();
  const { document } = findSection('government');
  const backup = Array.from({ length: lost.documents }, (_, n) => document(n));
  for (const { id, source } of backup) await store.replace('government', id, String(source));
  const app = await startSearchApp({ store });
  const between = requests.filter(
    ({ at, method, target }) =>
      at >= nanoseconds(timeline.lastNight) &&
      at < nanoseconds(timeline.loss) &&
      method !== 'GET' &&
      !target.endsWith('/_search'),
  );
  const statuses = await replaySerially(app.url, between);
  await app.stop();
  expect(new Set(statuses)).toEqual(new Set([200, 202]));
  const expected = new Map([...backup, ...publishedDocuments(lost)].map(({ id, source }) => [id, String(source)]));
  expect(expected.size).toBe(8_952);
  const replayed = [...store.texts.get('government')!].map(([id, text]) => {
    return [id, withoutMembers(Buffer.from(text), ['_id', '_type'])] as const;
  });
  expect(new Map(replayed)).toEqual(expected);
  for (const [id, text] of store.texts.get('detailed')!) expect(text).toContain(String(detailed.get(id)).slice(1));
});

const detailed = new Map(
  Array.from({ length: 2_600 }, (_, n) => findSection('detailed').document(n)).map(({ id, source }) => [id, source]),
);
