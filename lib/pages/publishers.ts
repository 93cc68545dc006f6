import { idWithin } from '../contract/backup-ref.ts';
import type { Publishers } from '../contract/publishers.ts';
import type { FollowUp } from '../contract/follow-up.ts';
import type { ConfiguredCluster } from '../config.ts';
import { jobs } from '../jobs/jobs.ts';
import { NO_FOLLOW_UP } from '../contract/follow-up.ts';
import type { RestoredIndex } from './restored-index.ts';

export const followUpOf = (job: string): FollowUp => jobs.followUps([job]).get(job) ?? NO_FOLLOW_UP;

export const publishersOf = (
  { backupSource, republish }: ConfiguredCluster,
  { job, title, alias, file, startedAt, switchedAt }: RestoredIndex,
  { closed, sentAgain }: FollowUp,
): Publishers => ({
  takenAt: new Date().toISOString(),
  job,
  title,
  alias,
  backup: file && idWithin(backupSource, file),
  startedAt,
  switchedAt,
  templates: republish,
  sentAgain,
  isClosed: closed !== null,
});
