import type { SucceededJob } from '../../contract/job.ts';
import { formatCount, formatDuration, formatList, formatUtc, formatUtcMinute, plural } from '../../format.ts';
import { MOVING, OPENING } from '../../aliases/phases.ts';
import { READING_BACKUP } from '../../backups/phases.ts';
import { describeNewer } from '../../loading/describe-newer.ts';
import { LOADING, SENDING_AGAIN } from '../../loading/phases.ts';
import { COMPARING, LOOKING_UP, REFRESHING, APPLYING_SETTINGS, WAITING_FOR_SHARDS } from '../../proving/phases.ts';
import { CREATING, PREPARING } from '../../target/phases.ts';
import { jobKind, type AliasEffects, type Effects, type JobKind, type Step } from '../kind.ts';
import { aliasLock, indexLock, readsBackup } from '../locks.ts';
import { permission } from '../permissions.ts';
import { restorePlans } from './describe-plan.ts';
import { restoreWork, storedRestoreResult } from './schema.ts';
import type { RestorePlan, RestoreResult, RestoreWork } from './schema.ts';

/** What a kind needs to be described as a restore: a retry of rejected documents has it, too. */
export interface OfRestore {
  readonly kind: string;
  readonly plan: RestorePlan;
}

const alias: AliasEffects<OfRestore, RestoreResult> = {
  name: ({ plan }) => plan.alias,
  before: ({ plan }) => plan.before,
  moved: ({ alias: name, index, switched, aliasBefore, aliasAfter }) =>
    switched && name !== null ? { alias: name, index, before: aliasBefore ?? [], after: aliasAfter ?? [] } : null,
  landed: ({ alias: name, index, indexUuid, aliasBefore }) =>
    name === null ? null : { alias: name, index, uuid: indexUuid, before: aliasBefore },
  documents: ({ plan }, result) => [
    ...plan.before.map(({ index, documents }) => ({ index, documents })),
    ...(result === null ? [] : [{ index: result.index, documents: result.check.documents }]),
  ],
  isUndo: () => false,
  onlyMoves: false,
};

/** The steps from the index on; `load` is what the load is called. */
function stepsOf({ plan }: OfRestore, result: RestoreResult | null, load: string): Step[] {
  const steps: Step[] = [
    {
      id: 'target',
      title: plan.target.uuid === null ? 'Create the index' : 'Take up the index',
      phases: [CREATING.phase, PREPARING.phase],
      note: plan.target.index,
    },
    {
      id: 'load',
      title: load,
      phases: [LOADING.phase, SENDING_AGAIN.phase],
      note: result ? formatDuration(result.loadSeconds) : null,
    },
    {
      id: 'settle',
      title: 'Put the settings back, make it searchable, wait for its shards',
      phases: [REFRESHING.phase, APPLYING_SETTINGS.phase, WAITING_FOR_SHARDS.phase],
    },
    {
      id: 'compare',
      title: 'Compare count and content with the backup',
      phases: [COMPARING.phase, LOOKING_UP.phase],
      note: result ? formatDuration(result.checkSeconds) : null,
    },
  ];
  if (plan.switchAlias && plan.alias !== null)
    steps.push({
      id: 'move-alias',
      title: `Move the alias ${plan.alias} in one step`,
      phases: [OPENING.phase, MOVING.phase],
      skipped: result !== null && !result.switched,
    });
  return steps;
}

function factsOf({ plan }: OfRestore, documents: string): ReturnType<JobKind['facts']> {
  const { backup, before, target } = plan;
  const moved = plan.switchAlias ? ', moved at the end' : ', left where it is';
  return [
    { name: 'Backup', value: backup.takenAt === null ? lastPart(plan) : formatUtc(backup.takenAt) },
    { name: 'Documents', value: documents },
    { name: 'Into', value: target.index, code: true },
    { name: 'Alias', value: plan.alias === null ? 'none' : `${plan.alias}${moved}` },
    ...(before.length > 0
      ? [{ name: 'Live then', value: before.map(({ index }) => index).join(', '), code: true }]
      : []),
  ];
}

const lastPart = ({ backup: { ref } }: RestorePlan): string => ref.id.slice(ref.id.lastIndexOf('/') + 1);

/** What became of the documents, the verdict, and the alias. */
function outcomeOf(result: RestoreResult): string {
  const { documents, promised = documents, check } = result;
  const counted = [
    `${plural(result.indexed, 'document')} indexed`,
    result.existing > 0 ? `${formatCount(result.existing)} already there` : null,
    result.newer > 0 ? describeNewer(result) : null,
    result.rejected > 0 ? `${formatCount(result.rejected)} rejected` : null,
    promised > documents
      ? `${formatCount(promised - documents)} of the ${formatCount(promised)} promised never were in the backup`
      : null,
  ].filter((part) => part !== null);
  const verdict = check.verdict === 'equal' ? 'content equal to the backup' : asClause(check.sentence);
  const moved = result.switched ? 'was moved to it' : 'was not moved';
  return (
    `${counted.join(', ')} in ${formatDuration(result.seconds)}; ${verdict}.` +
    (result.alias === null ? '' : ` ${result.alias} ${moved}.`)
  );
}

const asClause = (sentence: string) => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, '');

function summaryOf({ plan }: OfRestore, result: RestoreResult | null): string[] {
  const { backup, target } = plan;
  const taken = backup.takenAt === null ? 'an unknown time' : formatUtcMinute(backup.takenAt);
  const promised = backup.promised > backup.documents ? ` of ${formatCount(backup.promised)} promised` : '';
  const lines = [`Backup of ${taken}, ${plural(backup.documents, 'document')}${promised}, into ${target.index}.`];
  const names = (list: readonly { index: string }[]) => formatList(list.map(({ index }) => index));
  if (result?.switched) lines.push(`Alias ${result.alias}: ${names(result.aliasBefore ?? [])} → ${result.index}.`);
  else if (result === null && plan.alias !== null && plan.before.length > 0 && target.aliases.length === 0)
    lines.push(`Live index untouched: ${plan.alias} pointed to ${names(plan.before)} when this was planned.`);
  if (result?.notSwitched) lines.push(`Alias not moved: ${result.notSwitched}`);
  return lines;
}

function effectsOf({ work: { plan }, result }: SucceededJob<OfRestore, RestoreResult>): Effects {
  return {
    made: { clusterUuid: plan.cluster.uuid, index: result.index, uuid: result.indexUuid },
    // The plan read the backup to its end before anything was changed.
    verified: { backup: plan.backup.ref, bytes: plan.backup.fileBytes, problem: null },
  };
}

/** All that a restore and a retry of what it rejected have in common. */
export const likeRestore = {
  permission: permission({ id: 'restore', role: 'operator', verb: 'restore', changesCluster: true }),
  plans: restorePlans,
  alias,
  counters: [
    { id: 'indexed', label: 'Indexed' },
    { id: 'existing', label: 'Already there' },
    { id: 'newer', label: 'Newer on target' },
    { id: 'rejected', label: 'Rejected', bad: true },
  ],
  keepsRejected: true,

  planOf: ({ plan }: OfRestore) => plan,
  clusterUuid: ({ plan }: OfRestore) => plan.cluster.uuid,
  locks: ({ plan }: OfRestore) => [
    indexLock(plan.cluster.uuid, plan.target.index),
    ...(plan.switchAlias && plan.alias !== null ? [aliasLock(plan.cluster.uuid, plan.alias)] : []),
    readsBackup(plan.backup.ref),
  ],
  touches: ({ plan }: OfRestore) => [plan.target.index, ...(plan.alias === null ? [] : [plan.alias])],
  fills: ({ plan }: OfRestore) => ({ index: plan.target.index, uuid: plan.target.uuid }),
  stepsOf,
  factsOf,
  backup: ({ plan }: OfRestore) => plan.backup.ref,
  restores: ({ plan }: OfRestore) => ({
    backup: plan.backup.ref,
    takenAt: plan.backup.takenAt,
    alias: plan.alias,
    index: plan.target.index,
    switchAlias: plan.switchAlias && plan.alias !== null,
    documents: plan.backup.documents,
    createsIndex: plan.target.uuid === null,
    liveIndices: plan.before.map(({ index }) => index),
  }),
  outcome: outcomeOf,
  aftermath: ({ plan }: OfRestore) =>
    plan.target.uuid === null
      ? 'The live index was not touched. If the new index was created, it is half filled and no alias points to it: ' +
        'resume, or let clean up take it.'
      : 'What had been written by then stays in the index. Running it again adds and overwrites, and deletes nothing.',
  summary: summaryOf,
  audit: (result: RestoreResult) => ({
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
  effects: (job: Parameters<JobKind<OfRestore, RestoreResult>['effects']>[0]): Effects =>
    job.status === 'succeeded' ? effectsOf(job) : {},
  rejected: ({ rejectedFile, rejected }: RestoreResult) =>
    rejectedFile === null ? null : { file: rejectedFile, total: rejected },
};

const withoutAliasMove = <W extends OfRestore>(work: W): W => ({ ...work, plan: { ...work.plan, switchAlias: false } });

/** Fills an index from a backup, compares it, and moves the alias. */
export const restore = jobKind<RestoreWork, RestoreResult, RestorePlan>()({
  ...likeRestore,
  kind: 'restore',
  label: 'Restore',
  noun: 'the restore',
  schema: { work: restoreWork, result: storedRestoreResult },
  resume: { allowed: true, withoutAliasMove },

  title({ plan }) {
    const { backup, target } = plan;
    const what = plan.alias ?? backup.ref.id.split('/')[0]!.replace(/\.zip$/, '');
    const when = backup.takenAt === null ? `the file ${backup.ref.id}` : formatUtcMinute(backup.takenAt);
    return `Restore ${what} from ${when}${target.uuid === null ? '' : ` into ${target.index}`}`;
  },
  steps: (work, result) => [
    {
      id: 'read',
      title: 'Read the backup to its end',
      phases: [READING_BACKUP.phase],
      before: true,
      note: 'with the plan',
    },
    ...stepsOf(work, result, `Load ${plural(work.plan.backup.documents, 'document')}`),
  ],
  facts: (work) => factsOf(work, plural(work.plan.backup.documents, 'document')),
});
