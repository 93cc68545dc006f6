import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackupCheckpoint, BackupSource } from '../../lib/backups/source.ts';
import type { Place } from '../../lib/backups/sources.ts';
import type { PairBlock } from '../../lib/archive/pairs.ts';
import { backupUri, idWithin } from '../../lib/contract/backup-ref.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';

/** A source of backups under test, empty. */
export interface SourceUnderTest {
  source: BackupSource;
  /** Finds the source by its key, as jobs do. */
  backups: Place['backups'];
  /** Changes bytes in the middle of a backup, without changing its size. */
  damage(id: string): Promise<void>;
  /** Makes the place unreadable. */
  takeAway(): Promise<void>;
  close(): Promise<void>;
}

const ALIASES = ['government', 'page-traffic'] as const;
const indexOf = (alias: string): string => `${alias}-2018-01-08t03-00-00z-aaaa`;
/** Ids that lead outside of the place, or that no backup can have. */
const HOSTILE = ['../secret.zip', '/etc/passwd', 'a/b/c.zip', 'a/../b.zip', '..', '', 'government/x.zip\0.zip'];

/** What every source of backups promises (lib/backups/source.ts), on a real server. */
export function conformsAsSource(name: string, make: () => Promise<SourceUnderTest>): void {
  describe(`the source ${name}`, () => {
    let url: string;
    let cluster: Cluster;
    let under: SourceUnderTest;
    let place: Place;

    beforeAll(async () => {
      url = await sharedServer();
      cluster = connect({ url });
    });
    beforeEach(async () => {
      await emptyCluster(url);
      under = await make();
      place = { cluster, backups: under.backups };
      for (const [position, alias] of ALIASES.entries())
        await seedIndex(url, indexOf(alias), seed(alias, 3 + position));
    });
    afterEach(() => under.close());
    afterAll(async () => {
      await emptyCluster(url);
      await cluster.close();
    });

    const backUp = async (aliases: readonly string[] = ALIASES, run = aRun<BackupCheckpoint>()) => {
      const plan = await planBackup(place, { aliases, source: under.source.key }, aRun());
      return { plan, result: await runBackup(place, { kind: 'backup', plan }, run) };
    };
    const oneBackup = async (alias = 'government') => (await backUp([alias])).result.backups[0]!.backup;

    test('lists what was backed up: whole, with its counts, under refs of its own', async () => {
      const { plan, result } = await backUp();
      expect(plan.checks.every(({ level }) => level === 'ok')).toBe(true);
      expect(result).toMatchObject({ status: 'done', documents: 7, failures: [] });
      for (const { backup } of result.backups) expect(backup.source).toBe(under.source.key);

      const listing = await under.source.list();
      expect(listing).toMatchObject({ source: under.source.key, problem: null, missing: false, unread: [] });
      expect(listing.backups.map(({ id }) => id).sort()).toEqual(result.backups.map(({ backup }) => backup.id).sort());
      for (const { group, condition, documents, manifest } of listing.backups) {
        expect(condition).toEqual({ state: 'whole' });
        expect([group, documents]).toEqual([group, group === 'government' ? 3 : 4]);
        expect(manifest?.index.name).toBe(indexOf(group));
      }
      const found = under.backups.of(result.backups[0]!.backup.source);
      expect(found.key).toBe(under.source.key);
      expect(idWithin(found.key, result.backups[0]!.backup)).toBe(result.backups[0]!.backup.id);
    });

    test('describes one backup with its settings and mappings', async () => {
      const { id } = await oneBackup();
      const { summary, settings, mappings } = await under.source.describe(id);
      expect(summary).toMatchObject({ id, group: 'government', documents: 3 });
      expect(JSON.parse(settings!.text)).toBeTypeOf('object');
      expect(JSON.stringify(JSON.parse(mappings!.text))).toContain('"n"');
    });

    test('verifies a backup to its end, with progress', async () => {
      const { id } = await oneBackup();
      const run = aRun();
      expect(await under.source.verify(id, run)).toMatchObject({ documents: 3, promised: 3, complete: true });
      expect(run.reports.at(-1)?.phase).toBe('read-backup');
    });

    test('restores to an equal index', async () => {
      const ref = await oneBackup();
      const plan = await planRestore(place, { backup: ref, switchAlias: false }, aRun());
      expect(plan.backup).toMatchObject({ ref, documents: 3, index: indexOf('government') });
      const result = await runRestore(place, { kind: 'restore', plan }, aRun());
      expect(result).toMatchObject({ status: 'done', indexed: 3, backup: ref, check: { verdict: 'equal' } });
      expect(await readIndex(url, result.index)).toEqual(await readIndex(url, indexOf('government')));
    });

    test('returns what the plan of a restore needs, and notices a change of the backup', async () => {
      const { id } = await oneBackup();
      const first = await under.source.inspect(id, aRun());
      expect(first.verification).toMatchObject({ documents: 3, complete: true });
      expect(JSON.parse(first.definition.toString())).toHaveProperty('mappings');
      expect((await under.source.inspect(id, aRun())).verification).toEqual(first.verification);
      await under.damage(id);
      expect((await failureOf(under.source.inspect(id, aRun()))).code).toBe('backup_damaged');
    });

    test('opens a backup for its documents', async () => {
      const backup = await under.source.open((await oneBackup()).id);
      let documents = 0;
      for await (const { pairs } of backup.pairs() as AsyncGenerator<PairBlock>) documents += pairs;
      await backup.close();
      expect([documents, backup.promised]).toEqual([3, 3]);
    });

    test('streams the whole file for a download, with the size that it states', async () => {
      const { id } = await oneBackup();
      const { bytes, stream } = await under.source.download(id);
      const parts: Buffer[] = [];
      for await (const part of stream(new AbortController().signal)) parts.push(part as Buffer);
      const file = Buffer.concat(parts);
      expect(file.length).toBe(bytes);
      expect((await under.source.stamp(id)).bytes).toBe(bytes);
      expect(file.subarray(0, 2).toString()).toBe('PK');
    });

    test('deletes exactly the backup that was shown', async () => {
      const { result } = await backUp();
      const [one, other] = result.backups.map(({ backup, fileBytes }) => ({ ...backup, fileBytes }));
      expect((await failureOf(under.source.delete(one!.id, one!.fileBytes + 1))).code).toBe('plan_changed');
      expect((await under.source.list()).backups).toHaveLength(2);
      await under.source.delete(one!.id, one!.fileBytes);
      expect((await under.source.list()).backups.map(({ id }) => id)).toEqual([other!.id]);
      for (const read of readersOf(under.source, one!.id)) expect((await failureOf(read())).code).toBe('not_found');
    });

    test('finds damage, and still lists the backup', async () => {
      const { id } = await oneBackup();
      const before = (await under.source.stamp(id)).text;
      await under.damage(id);
      expect((await under.source.stamp(id)).text).not.toBe(before);
      expect((await failureOf(under.source.verify(id, aRun()))).code).toBe('backup_damaged');
      expect((await under.source.list()).backups.map((each) => each.id)).toEqual([id]);
    });

    test('refuses every id that leads outside of its place', async () => {
      for (const id of HOSTILE)
        for (const read of readersOf(under.source, id))
          expect(['invalid_input', 'not_found']).toContain((await failureOf(read())).code);
    });

    test('says in the list that it can’t be read, and does not throw', async () => {
      await oneBackup();
      await under.takeAway();
      const listing = await under.source.list();
      expect(listing.problem).toBeTypeOf('string');
      expect(listing.backups).toEqual([]);
    });

    test('backs up the other indices where one fails', async () => {
      const plan = await planBackup(place, { aliases: ALIASES, source: under.source.key }, aRun());
      await call(url, 'DELETE', `/${indexOf('government')}`);
      const result = await runBackup(place, { kind: 'backup', plan }, aRun());
      expect(result).toMatchObject({
        status: 'partial',
        documents: 4,
        failures: [{ index: indexOf('government'), code: 'index_changed' }],
      });
      expect((await under.source.list()).backups.map(({ group }) => group)).toEqual(['page-traffic']);
    });

    test('keeps the complete backups of an interrupted run, and leaves no unfinished one', async () => {
      const plan = await planBackup(place, { aliases: ALIASES, source: under.source.key }, aRun());
      const stop = new AbortController();
      const saveCheckpoint = () => stop.abort();
      const stopped = aRun<BackupCheckpoint>({ signal: stop.signal, saveCheckpoint });
      const work = { kind: 'backup' as const, plan };
      expect((await failureOf(runBackup(place, work, stopped, { parallel: 1 }))).code).toBe('cancelled');
      const before = await under.source.list();
      expect(before.backups.map(({ condition }) => condition.state)).toEqual(['whole']);

      const run = aRun<BackupCheckpoint>({ checkpoint: { finished: 1 } });
      const result = await runBackup(place, work, run);
      expect(result).toMatchObject({ status: 'done', documents: 7 });
      expect(run.sentences.join('\n')).toContain('were backed up before');
      const after = await under.source.list();
      expect(after.backups).toHaveLength(2);
      expect(after.backups.map(({ id }) => id)).toContain(before.backups[0]!.id);
    });

    test('has one URI for a backup, whichever folder its ref begins with', async () => {
      const ref = await oneBackup();
      const cut = ref.id.lastIndexOf('/');
      if (cut < 0) return;
      const deeper = { source: `${ref.source}/${ref.id.slice(0, cut)}`, id: ref.id.slice(cut + 1) };
      expect(backupUri(deeper)).toBe(backupUri(ref));
      expect(idWithin(ref.source, deeper)).toBe(ref.id);
    });
  });
}

const seed = (alias: string, count: number) => ({
  aliases: { [alias]: {} },
  documents: Array.from({ length: count }, (_, n) => ({ id: `${alias} ${n}`, source: `{"n":${n}}` })),
});

/** Every method that takes the id of one backup. */
const readersOf = (source: BackupSource, id: string): (() => Promise<unknown>)[] => [
  () => source.describe(id),
  () => source.inspect(id, aRun()),
  () => source.open(id),
  () => source.verify(id, aRun()),
  () => source.download(id),
  () => source.stamp(id),
  () => source.delete(id, 1),
];
