import { openBackup } from '../../archive/read-backup.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { openedFileStream } from '../../files/file-stream.ts';
import { openForReading } from '../../files/place.ts';
import { abortable } from '../../abortable.ts';
import type { BackupPlan, IndexBackupPlan } from '../../kinds/backup/schema.ts';
import type { ImportLimits } from '../../importing/limits.ts';
import type { Run } from '../../running/run.ts';
import type { BackupCheckpoint, BackupSource, BackupTuning, ReadRun, ZipToImport } from '../source.ts';
import { noSuchBackup, requireBackupId, requireInnerName } from './backup-id.ts';
import { describeBackup } from './describe-backup.ts';
import { importZips } from './import-zips.ts';
import { listBackups } from './list-backups.ts';
import { readRequests } from './read-requests.ts';
import { runBackup } from './run-backup.ts';
import type { BackupStore } from './store.ts';
import { verifyBackup } from './verify-backup.ts';
import { verifyOnce } from './verify-once.ts';

/** Backups as zip files of a store: `government.zip`, and `government/government-2018-01-08t03-00-00z.zip`. */
export class ZipBackups implements BackupSource {
  readonly key: string;
  readonly place: string;
  private readonly store: BackupStore;
  private readonly trusted: boolean;

  /** `trusted`: ids are of a plan or a command line, and may be any path within the store. */
  constructor(store: BackupStore, { trusted }: { trusted: boolean }) {
    this.key = store.key;
    this.place = store.place;
    this.store = store;
    this.trusted = trusted;
  }

  list(signal?: AbortSignal) {
    return listBackups(this.store, signal);
  }

  async describe(id: string, signal?: AbortSignal) {
    return describeBackup(this.store, requireBackupId(id), signal);
  }

  async planBackup(indices: readonly IndexBackupPlan[], primaryBytes: number | null, signal?: AbortSignal) {
    const groups = [...new Set(indices.map(({ group }) => group))];
    return {
      checks: await this.store.writeChecks(groups, primaryBytes, signal),
      requests: readRequests(indices),
    };
  }

  runBackup(cluster: Cluster, plan: BackupPlan, run: Run<BackupCheckpoint>, tuning: BackupTuning = {}) {
    return runBackup(cluster, this.store, plan, run, tuning);
  }

  async inspect(id: string, run: ReadRun) {
    const verification = await verifyOnce(this.store, this.checked(id), run);
    return { verification, definition: await this.definition(id, run.signal) };
  }

  async definition(id: string, signal?: AbortSignal) {
    const { definition, close } = await this.open(id, signal);
    await close();
    return definition;
  }

  file(id: string) {
    return this.store.file(this.checked(id));
  }

  async open(id: string, signal?: AbortSignal) {
    return openBackup(this.file(id), signal);
  }

  async verify(id: string, run: ReadRun) {
    return verifyBackup(this.file(id), run);
  }

  async download(id: string, signal?: AbortSignal) {
    // Always: the id of a download comes from the address of a page.
    const place = this.store.file(requireBackupId(id), { displayed: true });
    const file = await abortable(openForReading(place), signal, (late) => late.close());
    const { size } = file.facts;
    return { bytes: size, stream: (reading: AbortSignal) => openedFileStream(file, size, reading) };
  }

  importZips(zips: readonly ZipToImport[], limits: ImportLimits, run: ReadRun) {
    return importZips(this.store, zips, limits, run);
  }

  async stamp(id: string, signal?: AbortSignal) {
    const found = await this.store.stat(this.checked(id), signal);
    if (found === null) throw noSuchBackup(id);
    return { bytes: found.bytes, text: found.stamp };
  }

  deletionEffect(ids: readonly string[], signal?: AbortSignal) {
    return this.store.deletionEffect(ids, signal);
  }

  async delete(id: string, fileBytes: number, signal?: AbortSignal) {
    if ((await this.store.stat(requireBackupId(id), signal)) === null) throw noSuchBackup(id);
    await this.store.remove(id, fileBytes, signal);
  }

  private checked(id: string): string {
    return this.trusted ? requireInnerName(id) : requireBackupId(id);
  }
}
