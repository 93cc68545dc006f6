import type { BackupRef } from '../contract/backup-ref.ts';
import type { Job } from '../contract/job.ts';
import { kinds } from '../kinds/kinds.ts';
import { lastSwitchTo } from './last-switch.ts';

/** The index that a job has restored, of a file or of a snapshot. */
export interface RestoredIndex {
  job: string;
  title: string;
  clusterUuid: string | null;
  alias: string | null;
  index: string;
  uuid: string;
  /** When its backup was started; null: unknown. */
  startedAt: string | null;
  /** When the alias was switched to it for the last time; null: not known here. */
  switchedAt: string | null;
  /** The file; null: it was a snapshot. */
  file: BackupRef | null;
  /** What the alias pointed to before. */
  before: readonly { index: string; uuid: string }[];
}

/** null: it has restored nothing. */
export function restoredBy(job: Job): RestoredIndex | null {
  const { work } = job;
  const kind = kinds.of(work);
  const backup = kind.restoredBackup(work);
  if (backup === null || job.status !== 'succeeded') return null;
  const to = kind.alias?.destination(job.result) ?? null;
  const clusterUuid = kind.clusterUuid(work);
  const before = to?.before ?? kind.alias?.targetsWhenPlanned(work) ?? [];
  return {
    job: job.id,
    title: job.title,
    clusterUuid,
    alias: to?.alias ?? null,
    index: to?.index ?? kind.writtenIndex(work)?.index ?? '',
    uuid: to?.uuid ?? '',
    startedAt: backup.startedAt,
    switchedAt: to && switchedTo({ clusterUuid, alias: to.alias, uuid: to.uuid }),
    file: kind.backup(work),
    before: before.filter(({ index }) => index !== to?.index),
  };
}

/** When the alias was switched to the index for the last time; null: not known here, as when another tool switched it. */
export const switchedTo = ({
  clusterUuid,
  alias,
  uuid,
}: Pick<RestoredIndex, 'clusterUuid' | 'alias' | 'uuid'>): string | null =>
  clusterUuid === null || alias === null ? null : (lastSwitchTo({ clusterUuid, alias }, uuid)?.at ?? null);
