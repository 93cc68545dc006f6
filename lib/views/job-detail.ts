import type { Job } from '../contract/job.ts';
import type { BrokenGlass } from '../contract/broken-glass.ts';
import { typedRulesOf } from '../contract/clean-up-rules.ts';
import type { JobDetail, JobRow, NamedIndex } from '../contract/api.ts';
import { asBrowserReads } from '../json/exact.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { formatBytes, formatCount, formatList, formatUtc, plural } from '../format.ts';
import { aliasStanding, type LastSwitch } from './alias-standing.ts';
import { incidentSummary } from './incident-summary.ts';
import { jobRowOf } from './job-row.ts';
import { jobStepsOf } from './job-steps.ts';

interface Around {
  cluster: { name: string; environment: string; backupDirectory: string };
  followedBy: JobRow[];
  rejected: number;
  retried: JobDetail['retried'];
  brokenGlass: BrokenGlass[];
  /** The newest switch of the alias this job is about, whoever made it. */
  lastSwitch: LastSwitch | null;
  /** As the cluster was last seen; null: not yet. */
  seen: ClusterIndices | null;
  takenAt: string;
}

/** A job as its page shows it: no plan, no mappings, nothing that grows with the index. Pure. */
export function jobDetailOf(job: Job, around: Around): JobDetail {
  const { work } = job;
  const result = job.status === 'succeeded' ? job.result : null;
  const moved = movedOf(job, around.lastSwitch);
  const standing = aliasStanding(job, moved, around.lastSwitch, around.seen);
  return {
    takenAt: around.takenAt,
    row: jobRowOf(job),
    steps: jobStepsOf(job),
    facts: factsOf(job),
    cancelRequestedAt: job.status === 'running' ? job.cancelRequestedAt : null,
    failure:
      job.status === 'failed' ? { code: job.failure.code, message: job.failure.message, hint: job.failure.hint } : null,
    why: job.status === 'interrupted' ? job.why : null,
    resumable: 'resumable' in job && job.resumable,
    planAnew: planAnewOf(job),
    result: asBrowserReads(result),
    restore: restoreOf(job, around.cluster.backupDirectory),
    backup:
      work.kind === 'verify'
        ? work.id
        : work.kind === 'restore' || work.kind === 'retry-rejected'
          ? idBelow(around.cluster.backupDirectory, work.plan.backup.file)
          : null,
    rejected: around.rejected,
    retried: around.retried,
    moved,
    standing,
    followedBy: around.followedBy,
    brokenGlass: around.brokenGlass,
    summary: incidentSummary(job, around.cluster, { glass: around.brokenGlass, standing, retried: around.retried }),
    hasRequests: 'plan' in work && work.plan.requests.length > 0,
  };
}

function planAnewOf({ work, status }: Job): JobDetail['planAnew'] {
  if (status === 'queued' || status === 'running' || status === 'succeeded') return null;
  if (work.kind === 'clean-up') return { kind: 'clean-up', rules: typedRulesOf(work.plan.rules) };
  return work.kind === 'delete-backup' ? { kind: 'delete-backup', backup: work.id } : null;
}

/** The alias a job is about, where it has one. */
export function aliasOf(job: Job): { alias: string; clusterUuid: string } | null {
  const { work } = job;
  if (work.kind === 'switch') return { alias: work.plan.alias, clusterUuid: work.plan.cluster.uuid };
  if ((work.kind === 'restore' || work.kind === 'retry-rejected') && work.plan.alias !== null)
    return { alias: work.plan.alias, clusterUuid: work.plan.cluster.uuid };
  return null;
}

/** What undoing would do: only of the newest move, and only where this job's index is one end of it. */
function movedOf(job: Job, last: Around['lastSwitch']): JobDetail['moved'] {
  if (last === null || job.status !== 'succeeded') return null;
  const known = documentsKnown(job);
  const named = ({ index }: { index: string }): NamedIndex => ({ index, documents: known.get(index) ?? null });
  const to = last.result.after.map((state) => state.index);
  const from = last.result.before.map((state) => state.index);
  const own = job.result.kind === 'restore' ? job.result.index : job.result.kind === 'switch' ? job.result.index : null;
  if (own === null || (!to.includes(own) && !from.includes(own)) || from.length === 0) return null;
  if (job.result.kind === 'switch' && last.job !== job.id) return null;
  return {
    alias: last.result.alias,
    last: { job: last.job, from: last.result.before.map(named), to: last.result.after.map(named) },
    atRestored: to.includes(own),
    forward: job.work.kind === 'switch' && job.work.plan.aliasFrom === 'undo',
  };
}

function documentsKnown(job: Job): Map<string, number | null> {
  const { work } = job;
  if (work.kind !== 'restore' && work.kind !== 'retry-rejected' && work.kind !== 'switch') return new Map();
  const known = new Map(work.plan.before.map((target) => [target.index, target.documents]));
  if (work.kind === 'switch') known.set(work.plan.target.index, work.plan.target.documents);
  else if (job.status === 'succeeded' && job.result.kind === 'restore')
    known.set(job.result.index, job.result.check.documents);
  return known;
}

function restoreOf(job: Job, backupDirectory: string): JobDetail['restore'] {
  const { work } = job;
  if (work.kind !== 'restore' && work.kind !== 'retry-rejected') return null;
  const { plan } = work;
  const backup = idBelow(backupDirectory, plan.backup.file);
  return {
    backup,
    group: plan.alias ?? backup?.split('/')[0] ?? plan.target.index,
    takenAt: plan.backup.takenAt,
    alias: plan.alias,
    index: plan.target.index,
    switchAlias: plan.switchAlias && plan.alias !== null,
    documents: plan.backup.documents,
    createsIndex: plan.target.uuid === null,
    liveIndices: plan.before.map((target) => target.index),
  };
}

function factsOf(job: Job): JobDetail['facts'] {
  const { work } = job;
  switch (work.kind) {
    case 'backup':
      return [
        {
          name: 'Indices',
          value:
            work.plan.indices.length <= 3
              ? formatList(work.plan.indices.map((entry) => entry.index))
              : formatCount(work.plan.indices.length),
          code: work.plan.indices.length <= 3,
        },
        { name: 'Documents', value: formatCount(work.plan.documents) },
        { name: 'In the cluster', value: formatBytes(work.plan.primaryBytes) },
        { name: 'Into', value: work.plan.directory, code: true },
      ];
    case 'restore':
    case 'retry-rejected':
      return [
        {
          name: 'Backup',
          value:
            work.plan.backup.takenAt === null
              ? work.plan.backup.file.split('/').at(-1)!
              : formatUtc(work.plan.backup.takenAt),
        },
        {
          name: 'Documents',
          value: work.kind === 'restore' ? plural(work.plan.backup.documents, 'document') : 'the rejected ones only',
        },
        { name: 'Into', value: work.plan.target.index, code: true },
        {
          name: 'Alias',
          value:
            work.plan.alias === null
              ? 'none'
              : `${work.plan.alias}${work.plan.switchAlias ? ', moved at the end' : ', left where it is'}`,
        },
        ...(work.plan.before.length > 0
          ? [{ name: 'Live then', value: work.plan.before.map((target) => target.index).join(', '), code: true }]
          : []),
      ];
    case 'switch':
      return [
        { name: 'Alias', value: work.plan.alias },
        { name: 'From', value: work.plan.before.map((target) => target.index).join(', ') || 'nothing', code: true },
        { name: 'To', value: work.plan.after.join(', '), code: true },
      ];
    case 'clean-up':
      return [
        { name: 'Indices', value: formatCount(work.plan.indices) },
        { name: 'Documents', value: formatCount(work.plan.documents) },
        { name: 'Space', value: formatBytes(work.plan.bytes) },
      ];
    case 'verify':
      return [{ name: 'Backup', value: work.id, code: true }];
    case 'delete-backup':
      return [
        { name: 'Backup', value: work.id, code: true },
        { name: 'Space', value: formatBytes(work.fileBytes) },
      ];
    default:
      return work satisfies never;
  }
}

export function idBelow(directory: string, file: string): string | null {
  const root = directory.endsWith('/') ? directory : `${directory}/`;
  return file.startsWith(root) ? file.slice(root.length) : null;
}
