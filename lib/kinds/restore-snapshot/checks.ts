import { documentLossChecks } from '../../aliases/document-loss-checks.ts';
import type { ClusterHealth } from '../../contract/cluster.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { Check } from '../../contract/plan.ts';
import { isReadOnly, type Repository } from '../../contract/repository.ts';
import type { ServerSnapshot } from '../../elasticsearch/snapshots/snapshots.ts';
import { formatCount, formatList, plural } from '../../format.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import type { KnownIndex } from '../../snapshots/known-index.ts';
import { readableVersion } from '../../snapshots/snapshot-version.ts';
import { aliasIsTargetChecks, aliasMoveChecks, aliasNameChecks } from '../restore/checks/alias-checks.ts';
import { capacityChecks } from '../restore/checks/capacity-checks.ts';
import { earlierRestoreChecks } from '../restore/checks/earlier-restore-checks.ts';
import { healthCheck } from '../restore/checks/health-check.ts';
import { replicaChecks } from '../restore/checks/replica-checks.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

export interface CheckInput {
  repository: Repository;
  found: ServerSnapshot;
  known: KnownIndex;
  key: string;
  indices: readonly IndexSummary[];
  health: ClusterHealth | null;
  /** What the settings of the request refer to and the cluster lacks, or does not know. */
  settingProblems: readonly Check[];
}

type Planned = Pick<
  RestoreSnapshotPlan,
  'after' | 'alias' | 'before' | 'cluster' | 'settings' | 'snapshot' | 'switchAlias' | 'target'
>;

/** Every check of a restore from a snapshot, in the order in which they are displayed. Pure. */
export function restoreSnapshotChecks(plan: Planned, input: CheckInput): Check[] {
  const { alias, before, after, switchAlias, target, snapshot } = plan;
  const { indices, health, key } = input;
  const create = { name: target.index, existing: null, resumes: false };
  const shape = { shards: snapshot.shards ?? 1, replicas: target.replicas };
  return [
    ...completeChecks(plan, input),
    versionCheck(plan),
    proofCheck(plan),
    sourceCheck(plan, input),
    ...(alias !== null ? earlierRestoreChecks(alias, { sha256: key }, create, indices, before) : []),
    ...lossChecks(plan),
    ...(switchAlias && alias !== null
      ? aliasMoveChecks(alias, before, after, indices, health, snapshot.index)
      : aliasNameChecks(alias, indices, false)),
    ...(switchAlias ? aliasIsTargetChecks(alias, create) : []),
    ...nameChecks(target.index, indices),
    ...input.settingProblems,
    ...(snapshot.bytes === null ? [UNKNOWN_SIZE] : capacityChecks(health, indices, snapshot.bytes, shape, false)),
    ...replicaChecks(health, shape, { create: {}, afterLoad: plan.settings.afterwards }),
    healthCheck(health, 'snapshot'),
  ];
}

/** The index is in the snapshot, is no index of the cluster itself, and every shard of it was copied. */
function completeChecks({ snapshot: { index, name, shards } }: Planned, { found }: CheckInput): Check[] {
  const ownIndex = index.startsWith('.');
  if (ownIndex)
    return [
      {
        id: 'own-index',
        level: 'refuse',
        title: `${index} is no ordinary index`,
        detail: index.startsWith('.ds-')
          ? 'It belongs to a data stream: its documents are found through the stream, not through an alias.'
          : 'Indices whose names start with a dot belong to the cluster, and are restored as a part of it.',
        hint: 'Use the cluster’s own restore for it.',
      },
    ];
  if (found.state === 'IN_PROGRESS')
    return [refusal('running', `${name} is being taken now`, 'It can be restored when it has ended.')];
  const missing = found.failures.filter((failure) => failure.index === index);
  if (missing.length > 0)
    return [
      {
        id: 'incomplete',
        level: 'refuse',
        title: `${plural(missing.length, 'shard')} of ${index} ${missing.length === 1 ? 'is' : 'are'} missing from ${name}`,
        detail: formatList(
          missing.map(({ shard, reason }) => `shard ${formatCount(shard)}: ${reason}`),
          3,
        ),
        hint: 'Restore an older backup: one without these shards would be an index with missing documents.',
      },
    ];
  if (found.state !== 'SUCCESS' && found.state !== 'PARTIAL')
    return [refusal('state', `${name} is ${found.state.toLowerCase()}`, found.reason ?? 'It can’t be restored.')];
  return [
    {
      id: 'whole',
      level: 'ok',
      title: 'The snapshot is complete',
      detail:
        `${shards === null ? 'Every shard' : shards === 1 ? 'The one shard' : `Each of the ${formatCount(shards)} shards`} of ${index} was copied` +
        `${found.state === 'PARTIAL' ? '; shards of other indices are missing' : ''}. The servers check every file while they restore it.`,
    },
  ];
}

const refusal = (id: string, title: string, detail: string): Check => ({ id, level: 'refuse', title, detail });

function versionCheck({ cluster, snapshot: { version } }: Planned): Check {
  const { state, sentence } = readableVersion(version, cluster);
  if (state === 'readable') return { id: 'version', level: 'ok', title: 'The version fits', detail: sentence };
  if (state === 'unknown')
    return { id: 'version', level: 'warn', title: 'Whether this cluster can read it is not known', detail: sentence };
  return {
    id: 'version',
    level: 'refuse',
    title: state === 'too-new' ? 'The snapshot is too new' : 'The snapshot is too old',
    detail: sentence,
    hint: 'Restore it in a cluster of its own version, back that one up as a zip file, and restore the file here.',
  };
}

function proofCheck({ snapshot: { proof, why, documents, digest } }: Planned): Check {
  if (proof === 'exact')
    return {
      id: 'proof',
      level: 'ok',
      title: 'The restored index can be proved',
      detail:
        `Nothing was written while the snapshot was taken: every shard must have as many documents as then` +
        `${documents === null ? '' : ` (${formatCount(documents.least)} in all)`}` +
        `${digest === null ? '; there is no digest of their content' : ', with the same content'}.`,
    };
  return {
    id: 'proof',
    level: 'warn',
    title: PROOF_TITLES[proof],
    detail: `${(why ?? '').charAt(0).toUpperCase()}${(why ?? '').slice(1)}.` + bracketSentence(documents),
    hint: 'Whether every shard is complete is checked in any case.',
  };
}

const PROOF_TITLES: Record<Exclude<RestoreSnapshotPlan['snapshot']['proof'], 'exact'>, string> = {
  bracketed: 'Its documents lie between two moments',
  begun: 'Only the numbers of its beginning are known',
  unknown: 'Its documents can’t be proved',
};

function bracketSentence(documents: RestoreSnapshotPlan['snapshot']['documents']): string {
  if (documents === null) return '';
  return documents.least === documents.most
    ? ` It began with ${plural(documents.least, 'document')}.`
    : ` Between ${formatCount(documents.least)} and ${plural(documents.most, 'document')}.`;
}

function sourceCheck({ cluster }: Planned, { known, repository }: CheckInput): Check {
  if (known.clusterUuid === cluster.uuid)
    return {
      id: 'source-cluster',
      level: 'ok',
      title: 'The snapshot is of this cluster',
      detail: `It was taken in ${cluster.name}, uuid ${cluster.uuid}.`,
    };
  return {
    id: 'source-cluster',
    level: 'warn',
    title: known.clusterUuid === null ? 'The cluster of the snapshot is unknown' : 'The snapshot is of another cluster',
    detail:
      known.clusterUuid === null
        ? `A snapshot does not say which cluster it is of${isReadOnly(repository) ? '; the repository is read-only here, so probably of another one' : ''}.`
        : `It was taken in the cluster with the uuid ${known.clusterUuid}. This cluster is ${cluster.name}, uuid ${cluster.uuid}.`,
    hint: 'Make sure that its documents belong here.',
  };
}

function lossChecks({ alias, before, after, switchAlias, snapshot, target }: Planned): Check[] {
  if (!switchAlias || alias === null || before.length === 0) return [];
  const live = new Map(before.map(({ index, documents }) => [index, documents]));
  const documents = snapshot.documents?.least ?? null;
  return documentLossChecks(
    alias,
    {
      before: sumOrNull([...live.values()]),
      after: sumOrNull(after.map(({ index }) => (index === target.index ? documents : (live.get(index) ?? null)))),
    },
    { name: 'The snapshot', documents },
    before.filter(({ index }) => !after.some((remaining) => remaining.index === index)),
    'backup',
  );
}

/** An alias may have the name; an index of it was refused before. */
function nameChecks(name: string, indices: readonly IndexSummary[]): Check[] {
  const users = indices.filter(({ aliases }) => aliases.some(({ alias }) => alias === name));
  return users.length === 0
    ? [{ id: 'names', level: 'ok', title: 'Name is free', detail: `No index or alias has the name ${name}.` }]
    : [
        {
          id: 'target-is-alias',
          level: 'refuse',
          title: `${name} is an alias`,
          detail: `It points to ${formatList(users.map((index) => index.name))}; an index can’t have that name.`,
          hint: 'Leave the name out and let Restore Desk choose one.',
        },
      ];
}

const UNKNOWN_SIZE: Check = {
  id: 'room',
  level: 'warn',
  title: 'The size is unknown',
  detail: 'The cluster does not say how large this index is in the snapshot: check yourself that the disks have room.',
};
