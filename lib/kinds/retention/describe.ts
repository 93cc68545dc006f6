import { backupUri, sourcePlace } from '../../contract/backup-ref.ts';
import { pinnedSnapshotKey } from '../../contract/pinned.ts';
import { formatBytes, formatCount, formatList, plural } from '../../format.ts';
import { describeListChanges } from '../changes.ts';
import { jobKind } from '../kind.ts';
import { backupDeletionLock, repositoryUseLock, snapshotLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import { CHECKING, DELETING } from './phases.ts';
import { retentionCheckpoint, retentionResult, retentionWork } from './schema.ts';
import type { DecidedBackup, RetentionPlan, RetentionResult, RetentionWork } from './schema.ts';

type Deletes = Pick<RetentionPlan, 'backups' | 'snapshots'>;

const idsOf = ({ backups, snapshots }: Deletes): string[] => [
  ...backups.map(({ backup: { id } }) => id),
  ...snapshots.map(({ snapshot }) => snapshot),
];

const countOf = ({ backups, snapshots }: Deletes): number => backups.length + snapshots.length;

/** "3 backups", "1 snapshot" */
const countedDeletions = (plan: RetentionPlan): string =>
  plural(countOf(plan), plan.repository === null ? 'backup' : 'snapshot');

const rulesOf = (schedule: string | null): string => (schedule === null ? 'the rules' : `the rules of ${schedule}`);

const placeIn = ({ repository, source }: RetentionPlan): string => repository ?? sourcePlace(source ?? '');

const line = ({ at, because, id, kept }: DecidedBackup): string =>
  `  ${kept ? 'keep  ' : 'delete'}  ${at ?? 'unknown time'}  ${id}: ${kept ? because.join('; ') : 'no rule keeps it'}`;

const identitiesOf = ({ backups, snapshots }: Deletes): { name: string; uuid: string }[] => [
  ...backups.map(({ backup: { id }, stamp }) => ({ name: id, uuid: stamp })),
  ...snapshots.map(({ snapshot, uuid }) => ({ name: snapshot, uuid })),
];

const planDescription: PlanDescription<RetentionPlan> = {
  changes: (displayed, current) =>
    describeListChanges(identitiesOf(displayed), identitiesOf(current), {
      removed: 'will not be deleted any more',
      added: 'will be deleted too',
    }),
  summary: (plan) =>
    countOf(plan) === 0 ? 'Nothing to delete.' : `Delete ${countedDeletions(plan)} in ${placeIn(plan)}.`,
  review: () => ({ before: [], after: [] }),
  terminalLines: (plan) => [
    countOf(plan) === 0 ? 'Nothing to delete.' : `${countedDeletions(plan)} to delete in ${placeIn(plan)}.`,
    ...plan.groups.flatMap(({ backups, keepsAll, name }) => [
      '',
      keepsAll === null ? name : `${name}: all kept, because ${keepsAll}`,
      ...backups.map(line),
    ]),
    ...(plan.unlisted > 0 ? ['', `${plural(plan.unlisted, 'older backup')} kept and not listed.`] : []),
    ...(plan.outside > 0 ? ['', `${plural(plan.outside, 'other backup')} kept: not covered by this schedule.`] : []),
  ],
  guardedAlias: () => null,
};

/** Deletes the backups that the rules of a schedule no longer keep. */
export const retention = jobKind<RetentionWork, RetentionResult, RetentionPlan>()({
  kind: 'retention',
  label: 'Retention',
  noun: 'the retention',
  segment: 'backups',
  permission: permission({ id: 'delete-backup', role: 'admin', verb: 'delete backups', changesCluster: false }),
  schema: { work: retentionWork, result: retentionResult },
  planDescription,
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} deletes backups by rules, and is not started again.`,
      hint: 'The next run of its schedule decides again.',
    }),
    reviewLink: () => ({ label: 'Open the schedules', path: '/schedules' }),
  },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) =>
    countOf(plan) === 0
      ? `Check which backups to delete by ${rulesOf(plan.schedule)}`
      : `Delete ${countedDeletions(plan)} by ${rulesOf(plan.schedule)}`,
  locks: ({ plan: { backups, cluster, snapshots } }) => [
    ...backups.map(({ backup }) => backupDeletionLock(backup)),
    ...[...new Set(snapshots.map(({ repository }) => repository))].map((name) => repositoryUseLock(cluster.uuid, name)),
    ...snapshots.map(({ repository, snapshot }) => snapshotLock(cluster.uuid, `${repository}/${snapshot}`)),
  ],
  deletedBackups: ({ plan: { backups, cluster, snapshots } }) => [
    ...backups.map(({ backup }) => ({ key: backupUri(backup), name: backup.id })),
    ...snapshots.map(({ snapshot, uuid }) => ({ key: pinnedSnapshotKey(cluster.uuid, uuid), name: snapshot })),
  ],
  moreObjects: ({ plan }) => [
    ...(plan.repository === null ? [] : [plan.repository]),
    ...plan.groups.filter(({ backups }) => backups.some(({ kept }) => !kept)).map(({ name }) => name),
    ...idsOf(plan),
  ],
  steps: ({ plan }) => [
    { id: 'check', title: 'Read the backups again, and decide again', phases: [CHECKING.phase] },
    {
      id: 'delete',
      title: countOf(plan) === 0 ? 'Nothing to delete' : `Check each again, and delete ${countedDeletions(plan)}`,
      phases: [DELETING.phase],
      ...(countOf(plan) === 0 ? { skipped: true } : {}),
    },
  ],
  facts: ({ plan }) => [
    plan.repository === null
      ? { name: 'Place', value: placeIn(plan), code: true }
      : { name: 'Repository', value: plan.repository, code: true },
    {
      name: 'To delete',
      value: countOf(plan) === 0 ? 'nothing' : formatList(idsOf(plan), 10),
      code: countOf(plan) > 0,
    },
    { name: 'Kept', value: formatCount(plan.kept) },
    ...(plan.backups.length === 0 ? [] : [{ name: 'Space', value: formatBytes(plan.bytes) }]),
  ],
  outcome: ({ bytes, deleted, final, kept, left, note, snapshots }) => {
    const count = deleted.length + snapshots.length;
    if (count === 0 && left.length === 0) return `Nothing to delete; ${formatCount(kept)} kept.`;
    const what = plural(count, snapshots.length > 0 ? 'snapshot' : 'backup');
    const size = deleted.length === 0 ? '' : `, ${formatBytes(bytes)}${final ? ' freed' : ''}`;
    return `${what} deleted${size}; ${formatCount(kept)} kept.` + `${note === null ? '' : ` ${note}`}`;
  },
  warning: ({ keptWhole, left }) => {
    const failed = left.filter((each) => each.failed);
    if (failed.length > 0) return `${plural(failed.length, 'backup')} could not be deleted: ${failed[0]!.reason}`;
    const [first] = keptWhole;
    return first === undefined
      ? null
      : `All backups of ${formatList(keptWhole.map(({ name }) => name))} were kept: ${first.because}.`;
  },
  aftermath: () =>
    'The log names the backups that were deleted by then. Nothing on the cluster but snapshots was changed.',
  effects: ({ work, result }) => ({ deletedBackups: refsOf(work, result.deleted) }),
  // Killed before the checkpoint was saved, any of them may be deleted; one that is still there is listed, not verified.
  effectsBefore: (work, checkpoint, failure) => ({
    deletedBackups:
      failure === null
        ? work.plan.backups.map(({ backup }) => backup)
        : refsOf(work, retentionCheckpoint.safeParse(checkpoint).data?.deleted ?? []),
  }),
  auditDetails: ({ deleted, left, snapshots }) => ({
    before: [...deleted, ...snapshots],
    ...(left.length > 0 ? { after: { left } } : {}),
  }),
});

const refsOf = ({ plan }: RetentionWork, deleted: readonly { id: string }[]) => {
  const ids = new Set(deleted.map(({ id }) => id));
  return plan.backups.map(({ backup }) => backup).filter(({ id }) => ids.has(id));
};
