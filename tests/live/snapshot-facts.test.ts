import { expect, test } from 'vitest';
import type { Cluster, TypedRequest } from '../../lib/elasticsearch/client/cluster.ts';
import type { SnapshotName } from '../../lib/elasticsearch/snapshots/list-snapshots.ts';
import { AppError } from '../../lib/errors.ts';
import { SnapshotFactsCache } from '../../lib/live/snapshot-facts.ts';

const snapshotOf = (name: string) => ({
  snapshot: name,
  uuid: `uuid-${name}`,
  state: 'SUCCESS',
  start_time_in_millis: 1_800_000_000_000,
});
const named = (count: number): SnapshotName[] =>
  Array.from({ length: count }, (_, n) => ({
    name: `s${String(n)}`,
    uuid: `uuid-s${String(n)}`,
    state: 'SUCCESS',
    indices: [],
  }));

/** Answers what `answer` says, and keeps the paths. */
function fake(version: string, answer: (request: TypedRequest<unknown>) => unknown) {
  const requests: TypedRequest<unknown>[] = [];
  const cluster = {
    identity: () => Promise.resolve({ name: 'c', uuid: 'u', distribution: 'elasticsearch', version }),
    request: async (request: TypedRequest<unknown>) => {
      requests.push(request);
      return answer(request);
    },
  } as unknown as Cluster;
  return { requests, facts: new SnapshotFactsCache(() => cluster, 'nightly') };
}
const byNames = ({ path }: TypedRequest<unknown>) => ({
  snapshots: path.split('/').at(-1)!.split(',').map(snapshotOf),
});

test('by name, at most 40 in one address, and each only once', async () => {
  const { facts, requests } = fake('6.8.23', byNames);
  const all = named(100);
  await facts.fill(all, all, 1_000);
  expect(requests.map(({ path }) => path.split(',').length)).toEqual([40, 40, 20]);
  await facts.fill(all, all, 1_000);
  expect(requests).toHaveLength(3);
  expect(facts.get('uuid-s99')).toMatchObject({
    state: 'SUCCESS',
    startedAt: new Date(1_800_000_000_000).toISOString(),
  });
});

test('many are read by the server’s own pages, the newest first; what those lack then by name', async () => {
  const all = named(450);
  const { facts, requests } = fake('8.19.9', (request) => {
    const { size, after } = request.query ?? {};
    if (size === undefined) return byNames(request);
    const from = Number(after ?? 0);
    const next = from + Number(size);
    return {
      snapshots: all.slice(from, next).map(({ name }) => snapshotOf(name)),
      ...(next < all.length ? { next: String(next) } : {}),
    };
  });
  await facts.fill(all, all, 1_000);
  expect(requests).toHaveLength(3);
  const more = [...all, { name: 'late', uuid: 'uuid-late', state: 'SUCCESS', indices: [] }];
  await facts.fill(more, more, 1_000);
  expect(requests.at(-1)!.path).toMatch(/\/late$/);
});

test('beyond the newest 1,000, what is taken since is read, and older ones only when they are wanted', async () => {
  const old = named(1_200);
  const { facts } = fake('6.8.23', byNames);
  await facts.fill(old.slice(0, 1_000), old, 5_000);
  const all = [...old, { name: 'since', uuid: 'uuid-since', state: 'SUCCESS', indices: [] }];
  await facts.fill(old.slice(0, 1_000), all, 1_000);
  expect(facts.get('uuid-since')).toBeDefined();
  expect(facts.get('uuid-s1100')).toBeUndefined();
  await facts.fill([old[1_100]!], all, 1_000);
  expect(facts.get('uuid-s1100')).toBeDefined();
});

test('one that was being taken is read again when it has ended', async () => {
  let state = 'IN_PROGRESS';
  const { facts, requests } = fake('8.19.9', () => ({ snapshots: [{ ...snapshotOf('s0'), state }] }));
  const [running] = named(1).map((name) => ({ ...name, state }));
  await facts.fill([running!], [running!], 1_000);
  await facts.fill([running!], [running!], 1_000);
  expect(requests).toHaveLength(1);
  state = 'PARTIAL';
  const ended = { ...running!, state };
  await facts.fill([ended], [ended], 1_000);
  expect(facts.get('uuid-s0')).toMatchObject({ state: 'PARTIAL' });
});

test('a store that fails rejects nothing, and is left alone for a while', async () => {
  const { facts, requests } = fake('8.19.9', () => {
    throw new AppError('cluster_error', 'The bucket is gone.');
  });
  const all = named(3);
  await facts.fill(all, all, 1_000);
  await facts.fill(all, all, 1_000);
  expect(requests).toHaveLength(1);
  expect(facts.get('uuid-s0')).toBeUndefined();
});

test('a slow store is not waited for longer than is wanted', async () => {
  const { facts } = fake('8.19.9', () => new Promise(() => undefined));
  const all = named(3);
  const began = performance.now();
  await facts.fill(all, all, 50);
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(facts.isReading).toBe(true);
});

test('one that was deleted is forgotten', async () => {
  const { facts } = fake('8.19.9', byNames);
  const all = named(2);
  await facts.fill(all, all, 1_000);
  const fewer = [all[0]!, { ...all[0]!, name: 'new', uuid: 'uuid-new' }];
  await facts.fill(fewer, fewer, 1_000);
  expect(facts.get('uuid-s1')).toBeUndefined();
  expect(facts.get('uuid-s0')).toBeDefined();
});
