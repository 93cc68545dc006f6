import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { capabilitiesOf } from '../../lib/elasticsearch/capabilities.ts';
import { readHealth } from '../../lib/elasticsearch/health/health.ts';
import { readIndexShards } from '../../lib/elasticsearch/admin/index-shards.ts';
import { isAppError } from '../../lib/errors.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../lib/kinds/clean-up/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { planSwitch, planSwitchBack } from '../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { verifyBackup } from '../../lib/backups/zip/verify-backup.ts';
import { aRun } from '../support/a-run.ts';
import {
  aliasesOf,
  call,
  emptyCluster,
  openContexts,
  readIndex,
  seedIndex,
  SERVERS,
  startServer,
  type Server,
} from '../support/elasticsearch.ts';
import { readBackupFile } from '../support/read-backup-file.ts';
import { ALIAS, LIVE, versionSpecificMapping, seedLiveIndex } from './special-documents.ts';
import { emptyResult, serverName, writeTable, type VersionResult } from './version-results.ts';
import { seedParentsAndChildren, seedStoredQueries, seedOldMapping, writeEsDumpRestoreZip } from './old-formats.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';

const government = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));
const keys = SERVERS.map(({ key }) => key);
const servers = new Map<string, { server: Server; cluster: Cluster; typed: boolean }>();
const results = new Map<string, VersionResult>(keys.map((key) => [key, emptyResult()]));
/** By the server they were made on: one that every server can hold, and one that only some can; null: none. */
const backups = new Map<string, { common: string; versionSpecific: string | null }>();
let directory: string;

const on = (key: string) => servers.get(key)!;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'restore-desk-versions-'));
  // All servers stay up: each restores the backups of every other one.
  for (const key of keys) {
    const server = await startServer({ version: key, heapMb: 384, startTimeoutMs: 300_000 });
    servers.set(key, {
      server,
      cluster: connect({ url: server.url, requestTimeoutMs: 60_000 }),
      typed: key.startsWith('6.'),
    });
  }
}, 1_800_000);

afterAll(async () => {
  for (const { server, cluster } of servers.values()) {
    await cluster.close();
    await server.stop();
  }
  await rm(directory, { recursive: true, force: true });
}, 300_000);

/** The index holds exactly the documents of the file, with the same bytes, routing and version (where the file has one). */
async function expectEqual(url: string, index: string, file: string): Promise<number> {
  const [there, { documents }] = [await readIndex(url, index), await readBackupFile(file)];
  expect(there.size).toBe(documents.size);
  for (const [id, { action, source }] of documents) {
    const found = there.get(id);
    expect({ id, source: found?.source, routing: found?.routing ?? null }).toEqual({
      id,
      source,
      routing: action['_routing'] ?? null,
    });
    if (action['_version'] !== undefined) expect(found?.version).toBe(action['_version']);
  }
  return documents.size;
}

async function backUp(key: string, index: string): Promise<string> {
  const { cluster } = on(key);
  const plan = await planBackup(
    placeOf(cluster),
    { indices: [index], source: folderSource(join(directory, key)) },
    aRun(),
  );
  const result = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun(), { pageBytes: 40_000 });
  expect(result.status).toBe('done');
  return fileOfBackup(result.backups[0]!);
}

async function restore(key: string, file: string, alias: string) {
  const { cluster } = on(key);
  const run = aRun({ directory: join(directory, `run-${key}`) });
  const plan = await planRestore(placeOf(cluster), { backup: refOfFile(file), alias, switchAlias: false }, run);
  expect(plan.checks.filter(({ level }) => level === 'refuse')).toEqual([]);
  return { plan, result: await runRestore(placeOf(cluster), { kind: 'restore', plan }, run, { bulkBytes: 50_000 }) };
}

describe.each(keys)('%s', (key) => {
  test('an index is backed up and verified, and no search context stays open', async () => {
    const { server, cluster, typed } = on(key);
    await emptyCluster(server.url);
    const count = await seedLiveIndex(server.url, typed);
    const common = await backUp(key, LIVE);
    expect(await expectEqual(server.url, LIVE, common)).toBe(count);
    expect((await verifyBackup(common, aRun())).complete).toBe(true);
    expect((await readBackupFile(common)).manifest).toMatchObject({
      documents: count,
      cluster: { version: server.kind.version, distribution: server.kind.distribution },
      aliases: [{ alias: ALIAS, filter: { exists: { field: 'title' } }, searchRouting: 'a' }],
    });
    const mapping = versionSpecificMapping(key);
    let versionSpecific: string | null = null;
    if (mapping) {
      await seedIndex(server.url, 'peculiar', {
        mappings: mapping,
        documents: [{ id: '1', source: '{"labels":{"a":"b"},"title":"running foxes"}' }],
        ...(typed ? { type: 'edition' } : {}),
      });
      versionSpecific = await backUp(key, 'peculiar');
    }
    backups.set(key, { common, versionSpecific });
    expect(await openContexts(server.url)).toBe(0);
    const capabilities = capabilitiesOf(await cluster.identity());
    results.get(key)!.readBy =
      capabilities.consistentRead === 'scroll'
        ? 'scroll'
        : `point in time, ${capabilities.shardDocSort ? '`_shard_doc`' : 'a slice a shard'}`;
  });
});

describe.each(keys)('into %s', (target) => {
  test.each(keys)('a backup of %s is restored equal, and the live index stays', async (source) => {
    const { server, typed } = on(target);
    const { plan, result } = await restore(target, backups.get(source)!.common, `from-${source.replaceAll('.', '-')}`);
    expect(result).toMatchObject({
      status: 'done',
      rejected: 0,
      existing: 0,
      newer: 0,
      check: { verdict: 'equal' },
      switched: false,
    });
    expect(await expectEqual(server.url, result.index, backups.get(source)!.common)).toBe(result.documents);
    expect(await aliasesOf(server.url)).toMatchObject({ [ALIAS]: [LIVE] });
    const mapping = await call<Record<string, { mappings: Record<string, unknown> }>>(
      server.url,
      'GET',
      `/${result.index}/_mapping${typed ? '?include_type_name=true' : ''}`,
    );
    const root = typed ? mapping[result.index]?.mappings[plan.target.type ?? ''] : mapping[result.index]?.mappings;
    expect(root).toMatchObject({
      dynamic: 'false',
      _meta: { note: 'kept' },
      properties: { title: { type: 'text', analyzer: 'plain' }, parts: { type: 'nested' }, rank: { type: 'double' } },
    });
    const settings = await call<Record<string, { settings: Record<string, unknown> }>>(
      server.url,
      'GET',
      `/${result.index}/_settings?flat_settings=true`,
    );
    expect(settings[result.index]?.settings).toMatchObject({
      'index.number_of_shards': '3',
      'index.number_of_replicas': '0',
    });
    expect(settings[result.index]?.settings).not.toHaveProperty('index.refresh_interval');
    results.get(target)!.restoredFrom.add(source);
    results.get(target)!.writtenBy = typed
      ? 'typed bulks, its uuid asked before each'
      : 'a loading alias, `require_alias`';
    await call(server.url, 'DELETE', `/${result.index}`);
  });

  test.each(keys)(
    'an index that only %s can hold is restored equal, or refused by name with nothing created',
    async (source) => {
      const file = backups.get(source)!.versionSpecific;
      if (file === null) return;
      const { server } = on(target);
      const before = await indicesOf(server.url);
      try {
        const { result } = await restore(target, file, 'odd');
        expect(result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
        await expectEqual(server.url, result.index, file);
        await call(server.url, 'DELETE', `/${result.index}`);
        expect([kindOf(target) === kindOf(source), target, source]).toEqual([true, target, source]);
      } catch (error) {
        if (!isAppError(error)) throw error;
        expect(error.code).toBe('refused');
        expect(error.message).toMatch(/flattened|flat_object|english/);
        expect(error.hint).toBeTruthy();
        expect(target).not.toBe(source);
        results.get(target)!.refusedFrom.set(source, error.message);
      }
      expect(await indicesOf(server.url)).toEqual(before);
    },
  );

  test('the zip of es_dump_restore is restored equal', async () => {
    const { server } = on(target);
    const { result } = await restore(target, government, 'old');
    expect(result).toMatchObject({ status: 'done', documents: 400, rejected: 0, check: { verdict: 'equal' } });
    expect(await expectEqual(server.url, result.index, government)).toBe(400);
    results.get(target)!.oldDump = true;
  });
});

/** Elasticsearch 7 and later can hold each other's mappings. The small distributions lack the analyzers of 6.8. */
const kindOf = (key: string) =>
  key.startsWith('opensearch-') ? 'opensearch' : key.startsWith('6.') ? '6' : 'elasticsearch';

async function indicesOf(url: string): Promise<string[]> {
  const state = await call<{ metadata: { indices: Record<string, unknown> } }>(
    url,
    'GET',
    '/_cluster/state/metadata?filter_path=metadata.indices.*.state&expand_wildcards=all',
  );
  return Object.keys(state.metadata.indices).sort();
}

describe.each(keys)('on %s', (key) => {
  test('an alias is switched with its filter and routing, back, and to a closed index', async () => {
    const { server, cluster } = on(key);
    const { result } = await restore(key, backups.get(key)!.common, ALIAS);
    const last = await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: result.index, alias: ALIAS }, aRun()) },
      aRun(),
    );
    expect(last.after).toMatchObject([
      { index: result.index, membership: { alias: ALIAS, filter: { exists: { field: 'title' } }, searchRouting: 'a' } },
    ]);
    expect((await aliasesOf(server.url))[ALIAS]).toEqual([result.index]);
    await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitchBack(placeOf(cluster), { alias: ALIAS, last }, aRun()) },
      aRun(),
    );
    expect((await aliasesOf(server.url))[ALIAS]).toEqual([LIVE]);

    await call(server.url, 'POST', `/${result.index}/_close`);
    if (kindOf(key) !== '6')
      await call(
        server.url,
        'GET',
        `/_cluster/health/${result.index}?wait_for_status=yellow&timeout=30s&expand_wildcards=all`,
      );
    const opened = await runSwitch(
      placeOf(cluster),
      { kind: 'switch', plan: await planSwitch(placeOf(cluster), { index: result.index, alias: ALIAS }, aRun()) },
      aRun(),
    );
    expect(opened).toMatchObject({ opened: true });
    await expectEqual(server.url, result.index, backups.get(key)!.common);
    results.get(key)!.switched = true;
  });

  test('clean-up deletes only an index that no alias uses', async () => {
    const { server, cluster } = on(key);
    const plan = await planCleanUp(placeOf(cluster), { keep: 0, aliases: [ALIAS], indicesBeingWritten: [] }, aRun());
    expect(plan.groups[0]?.entries.filter(({ goes }) => goes).map(({ index }) => index)).toEqual([LIVE]);
    expect(await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun())).toMatchObject({
      status: 'done',
      deleted: [{ index: LIVE }],
    });
    const left = await indicesOf(server.url);
    expect(left).not.toContain(LIVE);
    expect(left).toContain((await aliasesOf(server.url))[ALIAS]?.[0]);
    results.get(key)!.cleaned = true;
  });

  test('health names the index that is yellow, and the reason', async () => {
    const { server, cluster } = on(key);
    await call(server.url, 'PUT', '/lonely', { settings: { number_of_shards: 1, number_of_replicas: 1 } });
    const health = await readHealth(cluster);
    expect(health).toMatchObject({
      status: 'yellow',
      identity: { version: server.kind.version, distribution: server.kind.distribution },
      nodes: [{ data: true, master: true, watermark: 'below' }],
    });
    expect(health.reasons.map(({ sentence }) => sentence).join()).toMatch(/replica.* of lonely .* unassigned: .+/);
    expect(health.diskRoomBytes).toBeGreaterThan(0);
    expect(await readIndexShards(cluster, 'lonely')).toEqual({
      status: 'yellow',
      active: 1,
      initialising: 0,
      unassigned: 1,
    });
    results.get(key)!.health = true;
  });
});

describe('indices that only some servers can hold', () => {
  /** Made on 6.8, the only one of these servers with the required modules. */
  const made = new Map<string, string>();
  const SPECIAL: readonly [content: string, index: string, refusal: RegExp][] = [
    ['parents and children', 'families', /join/],
    ['stored queries', 'queries', /percolator/],
    ['an old mapping', 'spellings', /nothing is in the way/],
  ];

  test('the indices are backed up from 6.8 with their types', async () => {
    const { server } = on('6.8.23');
    await seedParentsAndChildren(server.url, 'families');
    await seedStoredQueries(server.url, 'queries');
    await seedOldMapping(server.url, 'spellings');
    for (const [, index] of SPECIAL) made.set(index, await backUp('6.8.23', index));
    for (const [, file] of made)
      for (const { action } of (await readBackupFile(file)).documents.values()) expect(action['_type']).toBe('edition');
  });

  describe.each(SPECIAL)('%s', (_, index, refusal) => {
    test.each(keys)('the backup is restored equal into %s, or refused by name with nothing created', async (target) => {
      const { server } = on(target);
      const before = await indicesOf(server.url);
      const outcome = await restore(target, made.get(index)!, `${index}-again`).catch((error: unknown) => error);
      if (isAppError(outcome)) {
        expect(target).not.toBe('6.8.23');
        expect(outcome).toMatchObject({
          code: 'refused',
          message: expect.stringMatching(refusal) as string,
          hint: expect.any(String) as string,
        });
      } else {
        const { result } = outcome as Awaited<ReturnType<typeof restore>>;
        expect(result).toMatchObject({ status: 'done', rejected: 0, check: { verdict: 'equal' } });
        await expectEqual(server.url, result.index, made.get(index)!);
        if (index === 'families')
          expect(
            await idsFound(server.url, result.index, { has_child: { type: 'child', query: { match_all: {} } } }),
          ).toEqual(['parent-0', 'parent-1', 'parent-2']);
        if (index === 'queries')
          expect(
            await idsFound(server.url, result.index, {
              percolate: { field: 'query', document: { title: 'about tax' } },
            }),
          ).toEqual(['tax']);
        if (index === 'spellings')
          expect(
            await idsFound(server.url, result.index, {
              range: { 'properties.when': { gte: '2018-01-05', format: 'yyyy-MM-dd' } },
            }),
          ).toEqual(['5', '6']);
        await call(server.url, 'DELETE', `/${result.index}`);
      }
      expect(await indicesOf(server.url)).toEqual(before);
    });
  });

  test.each(keys.filter((key) => key !== '6.8.23'))(
    'an index that goes from 6.8 to %s and back has the same documents and mapping',
    async (intermediate) => {
      const away = await restore(intermediate, backups.get('6.8.23')!.common, 'away');
      const file = await backUp(intermediate, away.result.index);
      const home = await restore('6.8.23', file, 'home');
      expect(home.result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
      const { server } = on('6.8.23');
      const [there, { documents }] = [
        await readIndex(server.url, home.result.index),
        await readBackupFile(backups.get('6.8.23')!.common),
      ];
      expect([...there.keys()].sort()).toEqual([...documents.keys()].sort());
      for (const [id, { action, source }] of documents)
        expect([there.get(id)?.source, there.get(id)?.routing ?? null, there.get(id)?.version]).toEqual([
          source,
          action['_routing'] ?? null,
          action['_version'],
        ]);
      const properties = async (index: string) =>
        Object.values(
          (
            await call<Record<string, { mappings: Record<string, { properties: unknown }> }>>(
              server.url,
              'GET',
              `/${index}/_mapping?include_type_name=true`,
            )
          )[index]!.mappings,
        )[0]!.properties;
      const [restored] = (await aliasesOf(server.url))[ALIAS]!;
      expect(await properties(home.result.index)).toEqual(await properties(restored!));
      await call(server.url, 'DELETE', `/${home.result.index}`);
      await call(on(intermediate).server.url, 'DELETE', `/${away.result.index}`);
    },
  );

  test.each(['8.19.9', '9.2.0'])(
    'on 6.8 a new type of %s is refused by name and can be overridden; runtime fields are left out, as the plan shows',
    async (from) => {
      const { server } = on(from);
      await seedIndex(server.url, 'modern', {
        mappings: {
          dynamic: 'runtime',
          runtime: { day: { type: 'keyword' } },
          properties: { at: { type: 'date_nanos' } },
        },
        documents: [{ id: 'a', source: '{"at":"2026-01-01T00:00:00.123456789Z","more":1.50}' }],
      });
      const file = await backUp(from, 'modern');
      const old = on('6.8.23');
      const before = await indicesOf(old.server.url);
      await expect(restore('6.8.23', file, 'modern')).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('date_nanos') as string,
      });
      expect(await indicesOf(old.server.url)).toEqual(before);
      const run = aRun({ directory: join(directory, 'run-modern') });
      const plan = await planRestore(
        placeOf(old.cluster),
        {
          backup: refOfFile(file),
          alias: 'modern',
          switchAlias: false,
          mappings: { properties: { at: { type: 'keyword' } } },
        },
        run,
      );
      expect(plan.mappings.changes.map(({ path }) => path)).toEqual(
        expect.arrayContaining(['runtime', 'dynamic', 'properties.at.type']),
      );
      const result = await runRestore(placeOf(old.cluster), { kind: 'restore', plan }, run);
      await expectEqual(old.server.url, result.index, file);
      await call(old.server.url, 'DELETE', `/${result.index}`);
      await call(server.url, 'DELETE', '/modern');
    },
  );

  const VECTORS = {
    properties: { n: { properties: { e: { type: 'dense_vector', dims: 3 } } }, e: { type: 'dense_vector', dims: 3 } },
  };
  const VECTOR = '{"n":{"x":1,"e":[0.1,0.2,0.30000001]},"e":[1e-9,12345678,3],"t":1.0}';

  test.each(['8.19.9', '9.2.0'])(
    'vectors from %s are restored byte for byte into 9.2, which by default stores them outside of the documents',
    async (from) => {
      const [source, { server, cluster }] = [on(from), on('9.2.0')];
      await seedIndex(source.server.url, 'vectors', { mappings: VECTORS, documents: [{ id: 'a', source: VECTOR }] });
      const { warnings } = (
        await planBackup(placeOf(source.cluster), { indices: ['vectors'], source: folderSource(directory) }, aRun())
      ).indices[0]!;
      expect(warnings.join()).toMatch(from === '9.2.0' ? /vectors apart/ : /^$/);
      const file = await backUp(from, 'vectors');
      const { result, plan } = await restore('9.2.0', file, 'vectors-again');
      expect(plan.settings.changes).toContainEqual(
        expect.objectContaining({ name: 'index.mapping.exclude_source_vectors', to: 'false' }),
      );
      expect(result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
      if (from === '8.19.9') expect((await readIndex(server.url, result.index)).get('a')?.source).toBe(VECTOR);
      const run = aRun({ directory: join(directory, `run-vectors-${from}`) });
      const added = await runRestore(
        placeOf(cluster),
        {
          kind: 'restore',
          plan: await planRestore(
            placeOf(cluster),
            { backup: refOfFile(file), into: result.index, switchAlias: false },
            run,
          ),
        },
        run,
      );
      expect(added.check.verdict).toBe('equal');
      const back = await restore('8.19.9', await backUp('9.2.0', result.index), 'vectors-back');
      expect(back.result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
      await call(server.url, 'DELETE', `/${result.index}`);
      await call(on('8.19.9').server.url, 'DELETE', `/${back.result.index}`);
      await call(source.server.url, 'DELETE', '/vectors');
    },
  );

  test.each(keys)('a dump with every parameter of old action lines is restored equal into %s', async (target) => {
    const file = await writeEsDumpRestoreZip(directory);
    const { server } = on(target);
    const { result, plan } = await restore(target, file, 'ancient');
    expect(result).toMatchObject({ status: 'done', documents: 4, rejected: 0, check: { verdict: 'equal' } });
    const there = await readIndex(server.url, result.index);
    expect([...there.values()].map(({ id, routing }) => [id, routing]).sort()).toEqual([
      ['child', 'parent'],
      ['routed', 'elsewhere'],
      ['timed', null],
      ['versioned', null],
    ]);
    if (on(target).typed)
      expect([plan.target.type, ...new Set([...there.values()].map(({ type }) => type))]).toEqual([
        'edition',
        'edition',
      ]);
    await call(server.url, 'DELETE', `/${result.index}`);
  });

  test.each(keys)('several types are refused by name on %s, and nothing is created', async (target) => {
    const before = await indicesOf(on(target).server.url);
    const file = await writeEsDumpRestoreZip(directory, ['edition', 'mainstream_browse_page']);
    await expect(restore(target, file, 'several')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('edition, mainstream_browse_page') as string,
    });
    expect(await indicesOf(on(target).server.url)).toEqual(before);
  });
});

async function idsFound(url: string, index: string, query: unknown): Promise<string[]> {
  const { hits } = await call<{ hits: { hits: { _id: string }[] } }>(url, 'POST', `/${index}/_search`, {
    query,
    size: 100,
    sort: ['_doc'],
  });
  return hits.hits.map(({ _id }) => _id).sort();
}

test('the README contains the results', () => {
  for (const [key, result] of results)
    expect([key, result.restoredFrom.size, result.oldDump, result.switched, result.cleaned, result.health]).toEqual([
      key,
      keys.length,
      true,
      true,
      true,
      true,
    ]);
  expect(keys.map(serverName)).toHaveLength(6);
  writeTable(results);
});
