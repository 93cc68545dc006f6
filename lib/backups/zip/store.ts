import type { DeletionEffect } from '../source.ts';
import type { BackupName } from '../../archive/backup-names.ts';
import type { NewBackupFile } from '../../archive/new-backup-file.ts';
import type { Check } from '../../contract/plan.ts';
import type { FilePlace } from '../../files/place.ts';

/** A stored zip file. */
export interface StoredFile {
  /** Its name in the store: a file name, or a folder and a file name. */
  id: string;
  bytes: number;
  modifiedMs: number;
  /** A text that differs after every change. */
  stamp: string;
}

/**
 * Where backups are kept as zip files: a folder, or a bucket. Every method throws AppError `disk` where the place does not
 * answer, and `cancelled` when its signal is aborted.
 */
export interface BackupStore {
  /** The `source` of the refs of its backups. */
  readonly key: string;
  /** For people: a path, or an address. */
  readonly place: string;
  /** Files that are read at the same time for a list. */
  readonly readsAtATime: number;
  /** The file of an id, for people. */
  pathOf(id: string): string;

  /** All zip files, also unfinished ones. `unread`: folders that can't be read. Throws errors that `describeProblem` knows. */
  list(signal?: AbortSignal): Promise<{ found: StoredFile[]; unread: string[] }>;
  /** Why a listing failed, in a sentence; `missing`: the place does not exist. */
  describeProblem(error: unknown, signal?: AbortSignal): Promise<{ problem: string; missing: boolean }>;
  /** Ids of the files of a group; empty where it has no folder. */
  idsOf(group: string, signal?: AbortSignal): Promise<string[]>;
  /** null: there is no such file. */
  stat(id: string, signal?: AbortSignal): Promise<StoredFile | null>;
  /** To be opened; nothing is read here. `displayed`: by an address of a page, so that no link is followed. */
  file(id: string, options?: { displayed?: boolean }): FilePlace;
  /** Begins a file under the first free name. Throws `disk`, `refused`. */
  create(name: BackupName, signal?: AbortSignal): Promise<NewBackupFile>;
  /** Whether files of these groups can be written, as far as that is known without writing one. */
  writeChecks(groups: readonly string[], primaryBytes: number | null, signal?: AbortSignal): Promise<Check[]>;
  /** What deleting these files does here. */
  deletionEffect(ids: readonly string[], signal?: AbortSignal): Promise<DeletionEffect>;
  /** Deletes a file if it still has that size. Throws `plan_changed`, `disk`. */
  remove(id: string, bytes: number, signal?: AbortSignal): Promise<void>;

  /** A directory of this machine where imports are unpacked and checked. */
  readonly staging: string;
  /** Throws `refused` where the store has too little space for a file of so many bytes. */
  requireSpace(bytes: number, signal: AbortSignal): Promise<void>;
  /**
   * Gives a checked file of `staging` the name of a backup. `exists`: another one has it, and is not overwritten. Throws
   * `refused` where its place can't be used.
   */
  take(file: { path: string; ino: number }, id: string, signal: AbortSignal): Promise<'taken' | 'exists'>;
}
