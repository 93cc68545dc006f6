import { resolve } from 'node:path';
import { folderSource } from '../../contract/backup-ref.ts';
import { openBackup } from '../../archive/read-backup.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { AppError, isAppError } from '../../errors.ts';
import { openedFileStream } from '../../files/file-stream.ts';
import { filesOf } from '../../files/files.ts';
import { abortable } from '../../abortable.ts';
import { openForReading, type PlacedFile } from '../../files/place.ts';
import { stampOf } from '../../files/protocol.ts';
import type { BackupPlan, IndexBackupPlan } from '../../kinds/backup/schema.ts';
import type { ImportLimits } from '../../importing/limits.ts';
import type { ImportedFrom } from '../../kinds/import/schema.ts';
import type { Run } from '../../running/run.ts';
import type { BackupCheckpoint, BackupSource, BackupTuning, ReadRun } from '../source.ts';
import { deleteBackup } from './delete-backup.ts';
import { describeBackup } from './describe-backup.ts';
import { importZips } from './import-zips.ts';
import { listBackups } from './list-backups.ts';
import { requireBackupId } from './locate-backup.ts';
import { freeSpaceCheck, readRequests, writeChecks } from './plan-backup.ts';
import { runBackup } from './run-backup.ts';
import { verifyBackup } from './verify-backup.ts';
import { verifyOnce } from './verify-once.ts';

/** A folder of zip files: `government.zip`, and `government/government-2018-01-08t03-00-00z.zip`. */
export class FolderSource implements BackupSource {
  readonly key: string;
  readonly place: string;
  private readonly followLinks: boolean;

  /** `followLinks`: for ids of a plan or a command line; without it no part of an id may be a link. */
  constructor(directory: string, { followLinks }: { followLinks: boolean }) {
    this.place = resolve(directory);
    this.key = folderSource(this.place);
    this.followLinks = followLinks;
  }

  list(signal?: AbortSignal) {
    return listBackups(this.place, signal);
  }

  describe(id: string, signal?: AbortSignal) {
    return describeBackup(this.place, id, signal);
  }

  async planBackup(indices: readonly IndexBackupPlan[], primaryBytes: number | null, signal?: AbortSignal) {
    const groups = [...new Set(indices.map(({ group }) => group))];
    const checks = [
      ...(await writeChecks(this.place, groups, signal)),
      await freeSpaceCheck(this.place, primaryBytes, signal),
    ];
    return { checks, requests: readRequests(indices) };
  }

  runBackup(cluster: Cluster, plan: BackupPlan, run: Run<BackupCheckpoint>, tuning: BackupTuning = {}) {
    return runBackup(cluster, this.place, plan, run, tuning);
  }

  async inspect(id: string, run: ReadRun) {
    const verification = await verifyOnce(this.file(id), run);
    return { verification, definition: await definitionOf(this.file(id), run.signal) };
  }

  async definition(id: string, signal?: AbortSignal) {
    return definitionOf(this.file(id), signal);
  }

  async open(id: string, signal?: AbortSignal) {
    return openBackup(this.file(id), signal);
  }

  async verify(id: string, run: ReadRun) {
    return verifyBackup(this.file(id), run);
  }

  async download(id: string, signal?: AbortSignal) {
    // Links are never followed: the id of a download comes from the address of a page.
    const place = { directory: this.place, path: requireBackupId(id), followLinks: false };
    const file = await abortable(openForReading(place), signal, (late) => late.close());
    const { size } = file.facts;
    return { bytes: size, stream: (reading: AbortSignal) => openedFileStream(file, size, reading) };
  }

  importZips(zips: readonly ImportedFrom[], limits: ImportLimits, run: ReadRun) {
    return importZips(this.place, zips, limits, run);
  }

  async stamp(id: string, signal?: AbortSignal) {
    const { followLinks, path } = this.file(id);
    const found = await filesOf(this.place, signal)
      .stat(path, { followLinks })
      .catch((error: unknown) => {
        if (isAppError(error)) throw error;
        return null;
      });
    if (found?.kind !== 'file') throw noSuchBackup(id);
    return { bytes: found.facts.size, text: stampOf(found.facts) };
  }

  async delete(id: string, fileBytes: number, signal?: AbortSignal) {
    await deleteBackup(this.place, id, fileBytes, signal);
  }

  private file(id: string): PlacedFile {
    const { followLinks } = this;
    return { directory: this.place, path: followLinks ? requireInnerName(id) : requireBackupId(id), followLinks };
  }
}

async function definitionOf(file: PlacedFile, signal?: AbortSignal): Promise<Buffer> {
  const { definition, close } = await openBackup(file, signal);
  await close();
  return definition;
}

const noSuchBackup = (id: string): AppError =>
  new AppError('not_found', `There is no backup ${id.slice(0, 260)}.`, {
    hint: 'It may have been deleted or renamed. Reload the list.',
  });

/** A path that does not lead outside of the folder. Throws `invalid_input`. */
function requireInnerName(id: string): string {
  const parts = id.split('/');
  if (!id.includes('\0') && !parts.some((part) => part === '' || part === '.' || part === '..')) return id;
  throw new AppError('invalid_input', `${JSON.stringify(id.slice(0, 260))} is not a backup’s name.`);
}
