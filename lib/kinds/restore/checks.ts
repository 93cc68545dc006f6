import type { BackupManifest, Verification } from '../../contract/backup.ts';
import type { ClusterHealth } from '../../contract/cluster.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { AliasState, AliasTarget, Check, ConflictMode } from '../../contract/plan.ts';
import { formatBytes, formatCount, plural } from '../../format.ts';
import type { RestoreTarget } from './choose-target.ts';
import { leavingChecks, outOfReachChecks } from '../../aliases/index-obstacles.ts';

export function backupChecks(verification: Verification, wish: { allowIncomplete?: boolean | undefined }): Check[] {
  const { documents, promised, complete, manifest } = verification;
  if (!complete) {
    return [
      {
        id: 'incomplete',
        level: wish.allowIncomplete ? 'warn' : 'refuse',
        title: 'The backup is incomplete',
        detail: `It promises ${formatCount(promised)} documents and holds ${formatCount(documents)}; ${formatCount(promised - documents)} are missing. The dump died half way.`,
        hint: wish.allowIncomplete
          ? 'Only what is there will be restored.'
          : 'Use an older backup; or say that a partial restore is what you want.',
      },
    ];
  }
  const sums =
    manifest === null
      ? 'every CRC-32 matches; it has no manifest, so its content has no digest of its own'
      : 'SHA-256, CRC-32 and seal match';
  const checks: Check[] = [
    {
      id: 'whole',
      level: 'ok',
      title: 'The backup is whole',
      detail: `${formatCount(documents)} of ${plural(promised, 'document')}, ${sums}, read to the end.`,
    },
  ];
  if (documents === 0)
    checks.push({
      id: 'empty',
      level: 'warn',
      title: 'The backup is empty',
      detail: 'It holds no documents: the index was empty when it was backed up.',
      hint: 'Make sure that this is the backup you mean.',
    });
  return checks;
}

export function targetChecks(
  target: RestoreTarget,
  indices: readonly IndexSummary[],
  onConflict: ConflictMode,
  verification: Verification,
  finalPipeline: string | null,
): Check[] {
  const checks: Check[] = [];
  const asAlias = indices.filter((index) => index.aliases.some(({ alias }) => alias === target.name));
  if (asAlias.length > 0) {
    checks.push({
      id: 'target-is-alias',
      level: 'refuse',
      title: `${target.name} is an alias`,
      detail: `It points to ${asAlias.map(({ name }) => name).join(', ')}; an index can’t have that name.`,
      hint: 'Leave the name out and let Restore Desk choose one.',
    });
  }
  if (onConflict === 'external_gte' && !verification.versioned) {
    checks.push({
      id: 'unversioned',
      level: 'refuse',
      title: 'The backup has no versions',
      detail: 'external_gte compares the versions of documents, and these have none.',
      hint: 'Choose create or index.',
    });
  }
  const { existing } = target;
  if (existing === null)
    return [
      ...checks,
      {
        id: 'names',
        level: 'ok',
        title: 'Names',
        detail: `No index or alias is called ${target.name}; it will be made.`,
      },
    ];
  if (existing.state === 'closed')
    checks.push({
      id: 'target-closed',
      level: 'refuse',
      title: `${existing.name} is closed`,
      detail: 'Nothing can be written to a closed index.',
      hint: 'Open it first, or restore into a new index.',
    });
  if (existing.health === 'red')
    checks.push({
      id: 'target-red',
      level: 'refuse',
      title: `${existing.name} is red`,
      detail: 'Part of its shards are missing.',
      hint: 'Restore into a new index instead.',
    });
  for (const block of existing.blocks)
    checks.push({
      id: `target-${block}`,
      level: 'refuse',
      title: `${existing.name} is under a ${block} block`,
      detail: 'Nothing can be written to it.',
      hint: 'Find out who set it and why; or restore into a new index.',
    });
  if (finalPipeline !== null) {
    checks.push({
      id: 'target-pipeline',
      level: 'refuse',
      title: `${existing.name} has a final pipeline`,
      detail: `Every document would go through ${finalPipeline}, which may change or drop it: the index would not hold what the backup does.`,
      hint: `Restore into a new index; or take it off for the time being: PUT /${existing.name}/_settings {"index.final_pipeline": "_none"}.`,
    });
  }
  if (target.resumes) {
    checks.push({
      id: 'resumes',
      level: 'ok',
      title: 'Goes on where a restore stopped',
      detail: `${existing.name} was begun from this very backup and never finished; it holds ${existing.documents === null ? 'an unknown number of' : formatCount(existing.documents)} documents. It is filled up; no second index is made.`,
    });
  } else {
    checks.push({
      id: 'additive',
      level: 'warn',
      title: `${existing.name} exists`,
      detail: `The restore adds to it (${MODE_WORDS[onConflict]}) and deletes nothing: documents that are not in the backup stay. Its settings and mappings stay as they are.`,
      hint:
        existing.aliases.length > 0
          ? `Searches through ${existing.aliases.map(({ alias }) => alias).join(', ')} see every document at once.`
          : 'For the index exactly as it was, restore into a new one.',
    });
  }
  return checks;
}

const MODE_WORDS: Record<ConflictMode, string> = {
  create: 'documents that are there already stay as they are',
  index: 'documents that are there already are overwritten',
  external_gte: 'documents that are there already are overwritten unless they are newer',
};

export function aliasNameChecks(alias: string | null, indices: readonly IndexSummary[], needed: boolean): Check[] {
  if (alias === null || !indices.some(({ name }) => name === alias)) return [];
  return [
    {
      id: 'alias-is-index',
      level: needed ? 'refuse' : 'warn',
      title: `${alias} is the name of an index`,
      detail: 'An alias can’t have the name of an index.',
      hint: 'Restore without moving the alias, or choose another alias. If the index was made by mistake (a write to a missing alias does that), back it up, then delete it.',
    },
  ];
}

export function switchChecks(
  alias: string,
  before: readonly AliasTarget[],
  wanted: AliasState,
  indices: readonly IndexSummary[],
  health: ClusterHealth | null,
  manifest: BackupManifest | null,
): Check[] {
  const checks = [...aliasNameChecks(alias, indices, true), ...outOfReachChecks(alias, before)];
  if (before.length > 1) {
    const replaced = before.filter(({ index }) => !wanted.some((kept) => kept.index === index));
    checks.push(
      replaced.length === 1
        ? {
            id: 'several',
            level: 'warn',
            title: `${alias} points to ${before.length} indices`,
            detail: `Only ${replaced[0]!.index}, which the backup is of, is replaced; the others stay behind the alias.`,
          }
        : {
            id: 'several',
            level: 'refuse',
            title: `${alias} points to ${before.length} indices`,
            detail: `The backup is of ${manifest?.index.name ?? 'none of them'}, so moving the alias would take all of ${before.map(({ index }) => index).join(', ')} away from searches.`,
            hint: 'Restore without moving the alias, look at the new index, then switch.',
          },
    );
  }
  checks.push(...leavingChecks(before, wanted, alias, { indices, health }));
  return checks;
}

export function roomChecks(
  health: ClusterHealth | null,
  indices: readonly IndexSummary[],
  primaryBytes: number,
  { shards, replicas }: { shards: number; replicas: number },
  exists: boolean,
): Check[] {
  if (health === null || exists) return [];
  const needed = primaryBytes * (1 + replicas);
  const checks: Check[] = [];
  const words = `${formatBytes(needed)} needed${replicas > 0 ? ` (${formatBytes(primaryBytes)} and ${plural(replicas, 'replica')})` : ''}`;
  if (health.diskRoomBytes === null)
    checks.push({
      id: 'room',
      level: 'warn',
      title: 'Room is unknown',
      detail: `About ${words}; the cluster does not tell its free space.`,
    });
  else if (health.diskRoomBytes < primaryBytes)
    checks.push({
      id: 'room',
      level: 'refuse',
      title: 'Not enough room',
      detail: `About ${words}, ${formatBytes(Math.max(0, health.diskRoomBytes))} left below the high watermark.`,
      hint: 'Clean up old indices first, or restore with fewer replicas.',
    });
  else if (health.diskRoomBytes < needed)
    checks.push({
      id: 'room',
      level: 'warn',
      title: 'Room is short',
      detail: `About ${words}, ${formatBytes(health.diskRoomBytes)} left below the high watermark: the replicas may find no place.`,
      hint: 'Clean up old indices first, or restore with fewer replicas.',
    });
  else
    checks.push({
      id: 'room',
      level: 'ok',
      title: 'Room',
      detail: `About ${words}, ${formatBytes(health.diskRoomBytes)} left below the high watermark.`,
    });
  const copies = shards * (1 + replicas);
  // The health counts the shards of closed indices too, the server's limit does not.
  const closed = indices
    .filter(({ state, health: status }) => state === 'closed' && status !== null)
    .reduce((sum, index) => sum + index.shards * (1 + index.replicas), 0);
  const held = health.activeShards + health.unassignedShards + health.initialisingShards - closed;
  if (health.maxShards !== null && held + copies > health.maxShards) {
    checks.push({
      id: 'shards',
      level: 'refuse',
      title: 'Too many shards',
      detail: `The cluster’s open indices have ${formatCount(held)} of ${formatCount(health.maxShards)} shards; the new index needs ${copies} more.`,
      hint: 'Clean up old indices, restore with fewer shards, or raise cluster.max_shards_per_node.',
    });
  }
  return checks;
}

export function healthChecks(health: ClusterHealth | null): Check[] {
  if (health === null)
    return [
      {
        id: 'health',
        level: 'warn',
        title: 'Health is unknown',
        detail: 'The cluster did not answer when its health was asked for.',
      },
    ];
  const why = health.reasons[0] ? `${health.reasons[0].sentence}.` : '';
  if (health.status === 'red')
    return [
      {
        id: 'health',
        level: 'warn',
        title: 'Health is red',
        detail: `${why} A new index can still be filled if its own shards find a place; the load pauses when they don’t.`,
      },
    ];
  if (health.status === 'yellow')
    return [
      {
        id: 'health',
        level: 'warn',
        title: 'Health is yellow',
        detail: `${why} The load goes on, slower if writes are rejected; it pauses if the new index turns red.`,
      },
    ];
  return [
    {
      id: 'health',
      level: 'ok',
      title: 'Health is green',
      detail: `${plural(health.nodes.length, 'node')}, ${plural(health.activeShards, 'shard')}, none missing.`,
    },
  ];
}
