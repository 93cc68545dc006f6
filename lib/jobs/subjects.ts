import type { JobWork } from '../contract/job.ts';

/** What a job holds: nobody else may hold the same exclusively while it is queued or running. */
export interface Subject {
  name: string;
  /** A shared one stands beside other shared ones: two restores may read the same backup. */
  exclusive: boolean;
}

const index = (name: string): Subject => ({ name: `index ${name}`, exclusive: true });
const alias = (name: string): Subject => ({ name: `alias ${name}`, exclusive: true });
const reads = (file: string): Subject => ({ name: `backup ${file}`, exclusive: false });

export function subjectsOf(work: JobWork): Subject[] {
  switch (work.kind) {
    case 'backup':
      return work.plan.indices.map((entry) => index(entry.index));
    case 'restore':
    case 'retry-rejected':
      return [
        index(work.plan.target.index),
        ...(work.plan.switchAlias && work.plan.alias ? [alias(work.plan.alias)] : []),
        reads(work.plan.backup.file),
      ];
    case 'switch':
      return [alias(work.plan.alias), index(work.plan.target.index)];
    case 'clean-up':
      return work.plan.groups.flatMap((group) =>
        group.entries.filter((entry) => entry.goes).map((entry) => index(entry.index)),
      );
    case 'verify':
      return [{ name: `verification of ${work.file}`, exclusive: true }, reads(work.file)];
    case 'delete-backup':
      return [{ name: `backup ${work.file}`, exclusive: true }];
    default:
      return work satisfies never;
  }
}

/** Names mean something within one cluster, whatever key or address it was reached by; files mean something on this machine. */
export function scopeOf(work: JobWork): string {
  return work.kind === 'verify' || work.kind === 'delete-backup' ? '' : work.plan.cluster.uuid;
}

/** `index …` and `alias …` belong to the cluster, `backup …` to the disk. */
export const scopeOfSubject = (subject: Subject, work: JobWork): string =>
  subject.name.startsWith('index ') || subject.name.startsWith('alias ') ? scopeOf(work) : '';

/** Indices by name that a job is filling or reading right now: never cleaned up. */
export const fills = (work: JobWork): string | null =>
  work.kind === 'restore' || work.kind === 'retry-rejected' ? work.plan.target.index : null;
