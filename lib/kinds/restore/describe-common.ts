import { formatDuration, formatUtc } from '../../format.ts';
import { MOVING, OPENING } from '../../aliases/phases.ts';
import { isOwnIndex } from '../../loading/checkpoint.ts';
import { LOADING, SENDING_AGAIN } from '../../loading/phases.ts';
import { COMPARING, LOOKING_UP, REFRESHING, APPLYING_SETTINGS, WAITING_FOR_SHARDS } from '../../proving/phases.ts';
import { CREATING, PREPARING } from '../../target/phases.ts';
import type { AliasDescription } from '../alias-description.ts';
import type { JobKind, Step } from '../kind.ts';
import { aliasLock, backupReadLock, indexLock } from '../locks.ts';
import { backupRead, backupReadFailed } from '../backup-read.ts';
import { permission } from '../permissions.ts';
import { restorePlanDescription } from './describe-plan.ts';
import { describeOutcome, incidentLines, movedAlias } from './describe-result.ts';
import type { RestorePlan, RestoreResult } from './schema.ts';
import {
  isIrreversible,
  isLive,
  movesAlias,
  pointToIt,
  targetUseOf,
  targetUseOfRetry,
  type TargetUse,
} from './target-use.ts';

/** The work of a restore, and of a retry of the documents that it rejected. */
export interface RestoreLikeWork {
  readonly kind: string;
  readonly plan: RestorePlan;
  /** Of a retry: the result of the run that rejected the documents. */
  readonly earlier?: RestoreResult;
}

const useOf = ({ plan, earlier }: RestoreLikeWork): TargetUse =>
  earlier === undefined ? targetUseOf(plan) : targetUseOfRetry(plan, earlier);

const alias: AliasDescription<RestoreLikeWork, RestoreResult> = {
  name: ({ plan }) => plan.alias,
  targetsWhenPlanned: ({ plan }) => plan.before,
  move: (result) =>
    movedAlias(result) && result.alias !== null
      ? {
          alias: result.alias,
          index: result.index,
          before: result.aliasBefore ?? [],
          after: result.aliasAfter ?? [],
        }
      : null,
  destination: ({ alias: name, index, indexUuid, aliasBefore }) =>
    name === null ? null : { alias: name, index, uuid: indexUuid, before: aliasBefore },
  documentCounts: ({ plan }, result) => [
    ...plan.before.map(({ index, documents }) => ({ index, documents })),
    ...(result === null ? [] : [{ index: result.index, documents: result.check.documents }]),
  ],
  isUndo: () => false,
  onlyMovesAlias: false,
};

/** What the kinds of a restore and of a retry have in common. */
export const restoreLike = {
  segment: 'restores',
  permission: permission({ id: 'restore', role: 'operator', verb: 'restore', changesCluster: true }),
  planDescription: restorePlanDescription,
  alias,
  counters: [
    { id: 'indexed', label: 'Indexed' },
    { id: 'existing', label: 'Already in the index' },
    { id: 'newer', label: 'Newer in the index' },
    { id: 'rejected', label: 'Rejected', bad: true },
  ],
  savesRejectedDocuments: true,

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  locks: ({ plan }) => [
    indexLock(plan.cluster.uuid, plan.target.index),
    ...(plan.switchAlias && plan.alias !== null ? [aliasLock(plan.cluster.uuid, plan.alias)] : []),
    backupReadLock(plan.backup.ref),
  ],
  changedNames: ({ plan }) => [plan.target.index, ...(plan.alias === null ? [] : [plan.alias])],
  writtenIndex: ({ plan }) => ({ index: plan.target.index, uuid: plan.target.uuid }),
  backup: ({ plan }) => plan.backup.ref,
  restoredBackup: ({ plan: { backup } }) => ({ startedAt: backup.takenAt }),
  restoreFacts: (work) => {
    const { plan } = work;
    return {
      backup: plan.backup.ref,
      takenAt: plan.backup.takenAt,
      alias: plan.alias,
      index: plan.target.index,
      switchAlias: movesAlias(plan),
      documents: plan.backup.documents,
      createsIndex: plan.target.uuid === null,
      from: plan.from ?? null,
      liveIndices: plan.before.map(({ index }) => index),
      use: useOf(work),
    };
  },
  copiedFrom: ({ plan }) => plan.from ?? null,
  outcome: describeOutcome,
  missingDocuments: ({ documents, promised = documents, rejected }) =>
    Math.max(0, promised - documents) + rejected || null,
  aftermath(work) {
    const use = useOf(work);
    const { index } = work.plan.target;
    const live = work.plan.before.length === 0 ? '' : 'The live index was not touched. ';
    if (use.how === 'creates')
      return (
        `${live}If the new index was created, it is unfinished and has no alias. ` +
        'Resume this job, or delete that index on the page "Clean up".'
      );
    return isIrreversible(use)
      ? `The documents written so far are in ${index} and can’t be removed again; nothing was deleted. ` +
          'Running it again adds and overwrites, and deletes nothing.'
      : `The documents written so far are kept in ${index}. Running it again continues there, and deletes nothing.`;
  },
  summaryLines: (work, result) => incidentLines(work.plan, useOf(work), result),
  auditDetails: (result) => ({
    before: result.aliasBefore,
    after: {
      alias: result.aliasAfter,
      index: result.index,
      uuid: result.indexUuid,
      indexed: result.indexed,
      existing: result.existing,
      newer: result.newer,
      rejected: result.rejected,
    },
  }),
  effects({ work: { plan }, result }) {
    const created = { clusterUuid: plan.cluster.uuid, index: result.index, uuid: result.indexUuid };
    return {
      ...(isOwnIndex(plan) ? { createdIndex: created } : {}),
      // The plan read the backup to its end before anything was changed.
      verifiedBackups: [backupRead(plan.backup.ref, plan.backup)],
    };
  },
  effectsBefore: ({ plan: { backup } }, _checkpoint, failure) => ({
    verifiedBackups: failure === null ? [] : backupReadFailed(backup.ref, failure, backup.fileBytes),
  }),
  rejectedDocuments: ({ rejectedFile, rejected }) =>
    rejectedFile === null ? null : { file: rejectedFile, total: rejected },
} satisfies Partial<JobKind<RestoreLikeWork, RestoreResult, RestorePlan>>;

export const workWithoutAliasMove = <W extends RestoreLikeWork>(work: W): W => ({
  ...work,
  plan: { ...work.plan, switchAlias: false },
});

/** The steps after the backup was read. `load`: the title of the step that writes documents. */
export function loadSteps(work: RestoreLikeWork, result: RestoreResult | null, load: string): Step[] {
  const { plan } = work;
  const { how } = useOf(work);
  const steps: Step[] = [
    {
      id: 'target',
      title: how === 'creates' ? 'Create the index' : 'Prepare the index',
      phases: [CREATING.phase, PREPARING.phase],
    },
    {
      id: 'load',
      title: load,
      phases: [LOADING.phase, SENDING_AGAIN.phase],
      note: result ? formatDuration(result.loadSeconds) : null,
    },
    {
      id: 'settle',
      title: how === 'adds' ? 'Refresh and wait for shards' : 'Restore settings and wait for shards',
      phases: [REFRESHING.phase, APPLYING_SETTINGS.phase, WAITING_FOR_SHARDS.phase],
    },
    {
      id: 'compare',
      title: how === 'adds' ? 'Look up every document of the backup' : 'Compare count and content with the backup',
      phases: [COMPARING.phase, LOOKING_UP.phase],
      note: result ? formatDuration(result.checkSeconds) : null,
    },
  ];
  if (movesAlias(plan))
    steps.push({
      id: 'move-alias',
      title: `Switch the alias ${plan.alias} in one step`,
      phases: [OPENING.phase, MOVING.phase],
      skipped: result !== null && !result.switched,
    });
  return steps;
}

/** `documents`: which of the backup's documents the job writes. */
export function describeFacts(work: RestoreLikeWork, documents: string): ReturnType<JobKind['facts']> {
  const { plan } = work;
  const { backup, before, target } = plan;
  const use = useOf(work);
  return [
    { name: 'Backup', value: backup.takenAt === null ? fileNameOf(plan) : formatUtc(backup.takenAt) },
    ...(plan.from === undefined ? [] : [{ name: 'Of', value: 'another cluster' }]),
    { name: 'Documents', value: documents },
    { name: 'Into', value: target.index, code: true, of: 'index' },
    ...(isLive(use) ? [{ name: 'Live', value: `yes: ${pointToIt(use.aliases)}` }] : []),
    { name: 'Alias', value: aliasFact(plan, use) },
    ...(before.length > 0
      ? [{ name: 'Live index', value: before.map(({ index }) => index).join(', '), code: true, of: 'index' as const }]
      : []),
  ];
}

function aliasFact(plan: RestorePlan, { aliases }: TargetUse): string {
  const { alias } = plan;
  if (alias === null) return 'none';
  if (movesAlias(plan)) return `${alias}, switched at the end`;
  return aliases.includes(alias) ? `${alias}, points to it already` : `${alias}, not switched`;
}

const fileNameOf = ({ backup: { ref } }: RestorePlan): string => ref.id.slice(ref.id.lastIndexOf('/') + 1);
