import { join, resolve } from 'node:path';
import type { BackupName } from '../../archive/backup-names.ts';
import { folderSource } from '../../contract/backup-ref.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { requireFreeSpace } from '../../importing/import-disk-error.ts';
import type { FilePlace } from '../../files/place.ts';
import type { BackupStore, StoredFile } from '../zip/store.ts';
import { describeListingProblem } from './describe-listing-problem.ts';
import { listFolder, storedFile } from './list-folder.ts';
import { createFolderFile } from './new-backup-file.ts';
import { removeFile } from './remove-file.ts';
import { takeFile } from './take-file.ts';
import { freeSpaceCheck, writeChecks } from './write-checks.ts';

/** A folder of zip files. */
export class FolderStore implements BackupStore {
  readonly key: string;
  readonly place: string;
  /** On the disk of the backups: a file is given its name there in one step. */
  readonly staging: string;
  readonly readsAtATime = 16;
  private readonly followLinks: boolean;

  /** `followLinks`: without it no part of an id may be a link. */
  constructor(directory: string, { followLinks }: { followLinks: boolean }) {
    this.place = resolve(directory);
    this.staging = this.place;
    this.key = folderSource(this.place);
    this.followLinks = followLinks;
  }

  pathOf(id: string): string {
    return join(this.place, id);
  }

  list(signal?: AbortSignal) {
    return listFolder(filesOf(this.place, signal));
  }

  describeProblem(error: unknown, signal?: AbortSignal) {
    return describeListingProblem(error, this.place, signal);
  }

  async idsOf(group: string, signal?: AbortSignal): Promise<string[]> {
    const entries = await filesOf(this.place, signal)
      .list(group)
      .catch((error: unknown) => {
        // A directory that does not answer is not an empty one.
        if (isAppError(error)) throw error;
        return [];
      });
    return entries.map(({ name }) => `${group}/${name}`);
  }

  async stat(id: string, signal?: AbortSignal): Promise<StoredFile | null> {
    const found = await filesOf(this.place, signal)
      .stat(id, { followLinks: this.followLinks })
      .catch((error: unknown) => {
        if (isAppError(error)) throw error;
        return null;
      });
    return found?.kind === 'file' ? storedFile(id, found.facts) : null;
  }

  file(id: string, { displayed = false }: { displayed?: boolean } = {}): FilePlace {
    return { directory: this.place, path: id, followLinks: this.followLinks && !displayed };
  }

  create(name: BackupName, signal?: AbortSignal) {
    return createFolderFile(this.place, name, signal);
  }

  async writeChecks(groups: readonly string[], primaryBytes: number | null, signal?: AbortSignal) {
    return [...(await writeChecks(this.place, groups, signal)), await freeSpaceCheck(this.place, primaryBytes, signal)];
  }

  deletionEffect() {
    return Promise.resolve({ final: true, note: null });
  }

  remove(id: string, bytes: number, signal?: AbortSignal) {
    return removeFile(this.place, id, bytes, signal);
  }

  requireSpace(bytes: number, signal: AbortSignal) {
    return requireFreeSpace(this.place, bytes, signal);
  }

  take(file: { path: string; ino: number }, id: string, signal: AbortSignal) {
    return takeFile(this.place, file, id, signal);
  }
}
