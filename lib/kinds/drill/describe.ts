import { backupUri } from '../../contract/backup-ref.ts';
import { drilledSnapshotKey } from '../../contract/drilled.ts';
import type { BackupDrilled } from '../../contract/effects.ts';
import type { FailedJob } from '../../contract/job.ts';
import { READING_BACKUP } from '../../backups/phases.ts';
import { formatCount, formatDuration, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { COMPARING } from '../../proving/phases.ts';
import { BEGINNING, RESTORING } from '../../snapshots/phases.ts';
import { backupRead, backupReadFailed } from '../backup-read.ts';
import { jobKind, type Effects, type Fact, type Step } from '../kind.ts';
import { backupReadLock, drillLock, indexLock, repositoryUseLock, snapshotReadLock, type Lock } from '../locks.ts';
import { permission } from '../permissions.ts';
import { loadSteps } from '../restore/describe-common.ts';
import { drilledName } from './backup-name.ts';
import { drillPlanDescription } from './describe-plan.ts';
import { DELETING, PROBING } from './phases.ts';
import {
  drillResult,
  drillWork,
  foundIn,
  type DrillFound,
  type DrillPlan,
  type DrillResult,
  type DrillWork,
} from './schema.ts';

/** Restores a backup into an index of its own, compares it, and deletes the index. */
export const drill = jobKind<DrillWork, DrillResult, DrillPlan>()({
  kind: 'drill',
  label: 'Drill',
  noun: 'the drill',
  segment: 'backups',
  permission: permission({ id: 'drill', role: 'operator', verb: 'drill backups', changesCluster: true }),
  schema: { work: drillWork, result: drillResult },
  planDescription: drillPlanDescription,
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `Job ${id} is a drill, and its index is deleted: there is nothing to go on with.`,
      hint: 'Start a new drill of the backup.',
    }),
    reviewLink: ({ plan }) => ({ label: 'Open the backup', path: pathOf(plan) }),
  },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  runsOn: ({ plan }) => plan.on,
  title: ({ plan }) => `Drill the backup of ${subjectOf(plan)}${momentOf(plan)}`,
  locks: ({ plan }) => [
    indexLock(plan.cluster.uuid, plan.target.index),
    drillLock(plan.cluster.uuid),
    ...locksOfBackup(plan),
  ],
  changedNames: ({ plan }) => [plan.target.index],
  moreObjects: ({ plan: { alias, source } }) => [
    ...(alias === null ? [] : [alias]),
    ...(source.kind === 'zip'
      ? []
      : [source.restore.snapshot.repository, source.restore.snapshot.name, source.restore.snapshot.index]),
  ],
  writtenIndex: ({ plan }) => ({ index: plan.target.index, uuid: null }),
  backup: ({ plan: { source } }) => (source.kind === 'zip' ? source.ref : null),
  steps: ({ plan }, result) => stepsOf(plan, result),
  facts: ({ plan }) => factsOf(plan),
  outcome: outcomeOf,
  warning: ({ problem, warnings }) => problem ?? warnings[0] ?? null,
  aftermath: ({ plan }) =>
    `No alias and no live index was touched. If ${plan.target.index} still exists, Restore Desk deletes it at its next start, and before the next drill on this cluster.`,
  summaryLines: ({ plan }, result) => [
    `Drill of ${drilledName(plan)}${result === null ? '.' : `: ${outcomeOf(result)}`}`,
  ],
  auditDetails: ({ backup, compared, deleted, documents, equal, index, problem, probes, seconds }) => ({
    after: { backup, documents, equal, compared, seconds, problem, probes, index, deleted },
  }),
  effects: ({ work: { plan }, result }) => ({
    drilledBackup: { ...drilledOf(plan, result), ok: result.problem === null, problem: result.problem },
    ...(plan.source.kind === 'zip' && plan.source.restore !== null
      ? { verifiedBackups: [backupRead(plan.source.ref, plan.source.restore.backup)] }
      : {}),
  }),
  effectsBefore: ({ plan }, _checkpoint, failure) => (failure === null ? {} : foundByFailure(plan, failure)),
});

/** Neither the backup is deleted meanwhile, nor the repository changed: not on the live cluster either. */
const locksOfBackup = ({ cluster, liveUuid, source }: DrillPlan): Lock[] => {
  if (source.kind === 'zip') return [backupReadLock(source.ref)];
  const { name, repository } = source.restore.snapshot;
  return [...new Set([cluster.uuid, liveUuid])].flatMap((uuid) => [
    repositoryUseLock(uuid, repository),
    snapshotReadLock(uuid, `${repository}/${name}`),
  ]);
};

const subjectOf = ({ alias, source }: DrillPlan): string =>
  alias ??
  (source.kind === 'zip'
    ? (source.restore?.backup.index ??
      source.ref.id
        .split('/')
        .at(-1)!
        .replace(/\.zip$/, ''))
    : source.restore.snapshot.index);

const takenAtOf = ({ source }: DrillPlan): string | null =>
  source.kind === 'zip' ? source.takenAt : source.restore.snapshot.takenAt;

function momentOf(plan: DrillPlan): string {
  const at = takenAtOf(plan);
  return at === null ? '' : ` from ${formatUtcMinute(at)}`;
}

/** The page of the backup, below the cluster's; a zip file of another directory has none. */
function pathOf({ source }: DrillPlan): string {
  const parts =
    source.kind === 'zip'
      ? ['backups', ...source.ref.id.split('/')]
      : ['snapshots', source.restore.snapshot.repository, source.restore.snapshot.name];
  return parts.length === 3 ? `/${parts.map(encodeURIComponent).join('/')}` : '/backups';
}

function stepsOf({ probes, source, target }: DrillPlan, result: DrillResult | null): Step[] {
  const last: Step[] = [
    ...(probes.length === 0
      ? []
      : [
          {
            id: 'probe',
            title: `Run ${plural(probes.length, 'probe query', 'probe queries')}`,
            phases: [PROBING.phase],
          },
        ]),
    { id: 'delete', title: `Delete ${target.index}`, phases: [DELETING.phase], skipped: result?.deleted === false },
  ];
  if (source.kind === 'snapshot')
    return [
      {
        id: 'restore',
        title: 'Have every node restore its shards',
        phases: [BEGINNING.phase, RESTORING.phase],
      },
      { id: 'compare', title: 'Compare every shard with the snapshot', phases: [COMPARING.phase] },
      ...last,
    ];
  const { restore } = source;
  if (restore === null) return [{ id: 'read', title: 'Read the backup to its end', phases: [READING_BACKUP.phase] }];
  return [
    {
      id: 'read',
      title: 'Read the backup to its end',
      phases: [READING_BACKUP.phase],
      doneByPlanning: true,
      note: 'with the plan',
    },
    ...loadSteps({ kind: 'restore', plan: restore }, null, `Load ${plural(restore.backup.documents, 'document')}`),
    ...last,
  ];
}

function factsOf(plan: DrillPlan): Fact[] {
  const { alias, documentsPerSecond, on, probes, target } = plan;
  return [
    { name: 'Backup', value: drilledName(plan), code: true },
    { name: 'Taken', value: formatUtc(takenAtOf(plan)) },
    ...(alias === null ? [] : [{ name: 'Alias', value: alias, code: true, of: 'alias' as const }]),
    { name: 'Index', value: `${target.index}, deleted at the end`, code: true },
    ...(on === null ? [] : [{ name: 'Drill cluster', value: on }]),
    {
      name: 'Limit',
      value: documentsPerSecond === null ? 'none' : `${plural(documentsPerSecond, 'document')} per second`,
    },
    ...(probes.length === 0 ? [] : [{ name: 'Probes', value: probes.map(({ name }) => name).join(', ') }]),
  ];
}

function outcomeOf({ deleted, index, problem, probes, seconds, ...numbers }: DrillResult): string {
  const probed = probes.length === 0 ? '' : `, ${plural(probes.length, 'probe')} passed`;
  const kept = deleted ? '' : ` ${index} is not deleted yet.`;
  if (problem !== null) return `${problem}${kept}`;
  return `${numbersOf(numbers)} in ${formatDuration(seconds)}${probed}.${kept}`;
}

/** What was compared; not "equal" where only numbers were. */
function numbersOf({
  bracket,
  compared,
  documents,
  equal,
}: Pick<DrillResult, 'bracket' | 'compared' | 'documents' | 'equal'>): string {
  if (bracket !== null && compared === 'counts')
    return `${plural(documents, 'document')}, between the ${formatCount(bracket.least)} and ${formatCount(bracket.most)} while the snapshot was taken`;
  if (equal === null) return `${plural(documents, 'document')} restored`;
  return `${formatCount(equal)} of ${plural(documents, 'document')} ${compared === 'counts' ? 'counted' : 'equal'}`;
}

type DrilledNumbers = Pick<DrillFound, 'documents' | 'equal' | 'seconds' | 'limited'> & Pick<BackupDrilled, 'compared'>;

const drilledOf = (
  { alias, liveUuid, on, source }: DrillPlan,
  { compared, documents, equal, limited, seconds }: DrilledNumbers,
): Omit<BackupDrilled, 'ok' | 'problem'> => ({
  key:
    source.kind === 'zip'
      ? backupUri(source.ref)
      : drilledSnapshotKey(liveUuid, source.restore.snapshot.uuid, source.restore.snapshot.index),
  alias,
  bytes: source.kind === 'zip' ? source.fileBytes : 0,
  seconds,
  documents,
  equal,
  compared,
  limited,
  elsewhere: on !== null,
});

/** A cancelled drill, or one that a cluster stopped, says nothing of the backup. */
function foundByFailure(plan: DrillPlan, failure: FailedJob['failure']): Effects {
  const found = foundIn(failure.details);
  const isDamaged = failure.code === 'backup_damaged' || failure.code === 'backup_incomplete';
  if ((found === null && !isDamaged) || failure.details?.['replaced'] === true) return {};
  const nothing = { documents: null, equal: null, seconds: 0, limited: plan.documentsPerSecond !== null };
  // With nothing compared, its probes failed.
  const compared = found === null || found.compared === 'nothing' ? null : found.compared;
  return {
    drilledBackup: {
      ...drilledOf(plan, { ...(found ?? nothing), compared }),
      ok: false,
      problem: found?.problem ?? failure.message,
    },
    ...(plan.source.kind === 'zip'
      ? {
          verifiedBackups: backupReadFailed(
            plan.source.ref,
            failure,
            Number(failure.details?.['fileBytes'] ?? plan.source.fileBytes),
          ),
        }
      : {}),
  };
}
