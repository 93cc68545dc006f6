import type { RepositoryRow } from '../contract/repositories-page.ts';
import { formatBytes, plural } from '../format.ts';

export const BACKUP_WAYS = ['zip', 'snapshot'] as const;
export type BackupWay = (typeof BACKUP_WAYS)[number];

export interface Recommendation {
  way: BackupWay;
  /** A short sentence. */
  reason: string;
}

type Row = Pick<RepositoryRow, 'name' | 'readOnly' | 'state' | 'unverifiedNodes' | 'verification'>;

/** One client reads some 30 to 60 MB a second (docs/speed.md): this takes it about half an hour. */
const MUCH_FOR_ZIP_FILES = 50 * 1024 ** 3;

/** Into which a snapshot can be taken, those that work first. */
export const writableRepositories = <R extends Pick<Row, 'readOnly' | 'state'>>(rows: readonly R[]): R[] =>
  rows
    .filter(({ readOnly }) => !readOnly)
    .sort((a, b) => Number(a.state === 'problem') - Number(b.state === 'problem'));

/**
 * Which way fits a selection. `bytes`: its primaries' size; null: unknown, or nothing is selected. `rows`: the registered
 * repositories; null: not known. null: too little is known. Pure.
 */
export function recommendedBackup(bytes: number | null, rows: readonly Row[] | null): Recommendation | null {
  if (bytes === null || rows === null) return null;
  const isMuch = bytes >= MUCH_FOR_ZIP_FILES;
  const [repository] = writableRepositories(rows);
  if (repository === undefined || repository.state === 'problem') {
    const why = whyNoSnapshot(rows, repository);
    return { way: 'zip', reason: isMuch ? `${why} ${formatBytes(bytes)} takes one client long.` : why };
  }
  return isMuch
    ? {
        way: 'snapshot',
        reason: `${formatBytes(bytes)} is too much for zip files in one client; ${repository.name} is registered${verified(repository)}.`,
      }
    : {
        way: 'zip',
        reason: `${formatBytes(bytes)} fits into zip files, and every document of them is counted.`,
      };
}

function whyNoSnapshot(rows: readonly Row[], repository: Row | undefined): string {
  if (repository !== undefined) return `The repository ${repository.name} has a problem.`;
  return rows.length === 0
    ? 'No repository is registered.'
    : `${rows.length === 1 ? 'The registered repository is' : `The ${plural(rows.length, 'registered repository', 'registered repositories')} are`} read-only.`;
}

function verified({ state, unverifiedNodes, verification }: Row): string {
  if (state === 'ok') return ', and every node can use it';
  return verification === null
    ? ', but not verified from here yet'
    : `, but ${plural(unverifiedNodes?.length ?? 0, 'node')} did not verify it`;
}
