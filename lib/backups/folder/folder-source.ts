import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { folderSource } from '../../contract/backup-ref.ts';
import { fileStream } from '../../file-stream.ts';
import { openBackup } from '../../archive/read-backup.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { BackupPlan, IndexBackupPlan } from '../../kinds/backup/schema.ts';
import type { Run } from '../../running/run.ts';
import type { BackupCheckpoint, BackupSource, BackupTuning, ReadRun } from '../source.ts';
import { deleteBackup } from './delete-backup.ts';
import { describeBackup } from './describe-backup.ts';
import { listBackups } from './list-backups.ts';
import { locateBackup } from './locate-backup.ts';
import { readingRequests, roomCheck } from './plan-storing.ts';
import { runBackup } from './run-backup.ts';
import { verifyBackup } from './verify-backup.ts';
import { verifyOnce } from './verify-once.ts';

/** A folder of zip files: `government.zip`, and `government/government-2018-01-08t03-00-00z.zip`. */
export class FolderSource implements BackupSource {
  readonly key: string;
  readonly place: string;
  private readonly followLinks: boolean;

  /** `followLinks`: ids come from a plan or a command line; without it no part of an id may be a link. */
  constructor(directory: string, { followLinks }: { followLinks: boolean }) {
    this.place = resolve(directory);
    this.key = folderSource(this.place);
    this.followLinks = followLinks;
  }

  list() {
    return listBackups(this.place);
  }

  describe(id: string) {
    return describeBackup(this.place, id);
  }

  async planBackup(indices: readonly IndexBackupPlan[], primaryBytes: number | null) {
    return { checks: [await roomCheck(this.place, primaryBytes)], requests: readingRequests(indices) };
  }

  runBackup(cluster: Cluster, plan: BackupPlan, run: Run<BackupCheckpoint>, tuning: BackupTuning = {}) {
    return runBackup(cluster, this.place, plan, run, tuning);
  }

  async inspect(id: string, run: ReadRun) {
    const file = await this.path(id);
    const verification = await verifyOnce(file, run);
    return { verification, definition: await definitionOf(file, run.signal) };
  }

  async definition(id: string, signal?: AbortSignal) {
    return definitionOf(await this.path(id), signal);
  }

  async open(id: string, signal?: AbortSignal) {
    return openBackup(await this.path(id), signal);
  }

  async verify(id: string, run: ReadRun) {
    return verifyBackup(await this.path(id), run);
  }

  async download(id: string) {
    const handle = await this.openForReading(id);
    const { size } = await handle.stat();
    return {
      bytes: size,
      stream: (signal: AbortSignal) => fileStream(handle, size, signal),
    };
  }

  async stamp(id: string) {
    const found = await stat(await this.path(id)).catch(() => null);
    if (found === null) throw noSuchBackup(id);
    return { bytes: found.size, text: `${found.size} ${found.mtimeMs} ${found.ctimeMs} ${found.ino}` };
  }

  async delete(id: string, fileBytes: number) {
    await deleteBackup(this.place, id, fileBytes);
  }

  private async path(id: string): Promise<string> {
    return this.followLinks ? join(this.place, needInnerName(id)) : locateBackup(this.place, id);
  }

  /** Without following a link in the last part, so that what was checked is what is read. */
  private async openForReading(id: string) {
    const path = await locateBackup(this.place, id);
    try {
      const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
      if ((await handle.stat()).isFile()) return handle;
      await handle.close();
      throw noSuchBackup(id);
    } catch (error) {
      if (isAppError(error)) throw error;
      throw new AppError('disk', `The file of ${id} can’t be opened.`, {
        hint: 'Is it readable for the user that runs Restore Desk?',
        cause: error,
      });
    }
  }
}

async function definitionOf(file: string, signal?: AbortSignal): Promise<Buffer> {
  const { definition, close } = await openBackup(file, signal);
  await close();
  return definition;
}

const noSuchBackup = (id: string): AppError =>
  new AppError('not_found', `There is no backup ${id.slice(0, 260)}.`, {
    hint: 'It may have been deleted or renamed. Look at the list again.',
  });

/** A name that does not lead out of the folder it is looked for in. Throws `invalid_input`. */
function needInnerName(id: string): string {
  const parts = id.split('/');
  if (!id.includes('\0') && !parts.some((part) => part === '' || part === '.' || part === '..')) return id;
  throw new AppError('invalid_input', `${JSON.stringify(id.slice(0, 260))} is not a backup’s name.`);
}
