import type { BackupManifest } from '../../contract/backup.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { addingAliasOf, loadingAliasOf } from '../../contract/loading-alias.ts';
import type { AliasState, AliasTarget, Check, RestorePlan } from '../../contract/plans.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { openBackup } from '../../archive/read-backup.ts';
import { readAlias } from '../../elasticsearch/aliases.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { gatherHealth } from '../../elasticsearch/health.ts';
import { describeIndex } from '../../elasticsearch/index-admin.ts';
import { readAliasNames } from '../../elasticsearch/index-aliases.ts';
import { listIndices } from '../../elasticsearch/list-indices.ts';
import { AppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { aliasTargets, stateOf } from '../../aliases/alias-targets.ts';
import { carryMembership } from '../../aliases/carry-membership.ts';
import { aliasOf, chooseTarget } from './choose-target.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { mappingsForTarget } from '../../target/mappings-for-target.ts';
import { aliasNameChecks, backupChecks, healthChecks, roomChecks, switchChecks, targetChecks } from './checks.ts';
import { muchSmaller } from '../../aliases/much-smaller.ts';
import { restoreRequests } from './requests.ts';
import type { Run } from '../../running/run.ts';
import type { RestoreWish } from './wish.ts';
import { settingsForCreate, type SettingsForCreate } from '../../target/settings-for-create.ts';
import { verifyOnce } from '../../backups/folder/verify-once.ts';
import { wholeOverrides } from '../../target/whole-overrides.ts';

/**
 * Reads the backup to its end, looks at the cluster, and says exactly what a restore would do. Throws `backup_damaged`,
 * `not_found`, `invalid_input`, and `refused` where the mappings can't be carried over; everything else that stands in
 * the way is a check of the plan.
 */
export async function planRestore(
  cluster: Cluster,
  given: RestoreWish,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<RestorePlan> {
  const wish = wholeOverrides(given);
  const verification = await verifyOnce(wish.file, run);
  const definition = await readDefinitionOf(wish.file, run.signal);
  const identity = await cluster.identity(run.signal);
  const [{ takenAt, indices }, health] = await Promise.all([
    listIndices(cluster, run.signal),
    gatherHealth(cluster, run.signal).catch(() => null),
  ]);

  const alias = aliasOf(verification, wish);
  const before = alias === null ? [] : aliasTargets(await readAlias(cluster, alias, run.signal), indices);
  const settings = settingsForCreate({
    dumped: definition.settings,
    target: identity,
    overrides: wish.settings,
    drop: [...(wish.dropSettings ?? [])],
    shards: wish.shards,
    replicas: wish.replicas,
  });
  const mappings = mappingsForTarget({
    dumped: definition.mappings,
    target: identity,
    overrides: wish.mappings,
    documentTypes: verification.types,
  });

  // Of one index, one backup and one way to make it: what was half filled from another, or otherwise, is not gone on with.
  const keyOf = (index: string): string =>
    fingerprintOf({ index, sha256: verification.sha256, settings: settings.create, mappings: mappings.create }).slice(
      0,
      12,
    );
  const begun = async (index: IndexSummary) =>
    index.loading &&
    index.state === 'open' &&
    (await readAliasNames(cluster, index.name, run.signal)).includes(loadingAliasOf(keyOf(index.name)));
  const target = await chooseTarget(indices, verification, alias, wish, begun);

  const switchAlias = alias !== null && (wish.switchAlias ?? true);
  const fresh = target.existing === null || target.resumes;
  if (!fresh) refuseMaking(wish, target.name);
  const onConflict = wish.onConflict ?? (verification.versioned && fresh ? 'external_gte' : 'index');
  const counts = shardCounts(settings, fresh ? null : target.existing);
  const estimatedPrimaryBytes = verification.manifest?.primaryBytes ?? verification.objectsBytes;
  const wanted = alias === null ? [] : aliasAfter(alias, target.name, before, verification.manifest);
  const checks: Check[] = [
    ...backupChecks(verification, wish),
    ...targetChecks(
      target,
      indices,
      onConflict,
      verification,
      fresh ? null : await finalPipelineOf(cluster, target.existing!, run.signal),
    ),
    ...(switchAlias && fresh
      ? muchSmaller(
          'The backup',
          verification.documents,
          before.filter(({ index }) => !wanted.some((kept) => kept.index === index)),
          'backup',
        )
      : []),
    ...(switchAlias
      ? switchChecks(alias, before, wanted, indices, health, verification.manifest)
      : aliasNameChecks(alias, indices, false)),
    ...roomChecks(health, indices, estimatedPrimaryBytes, counts, target.existing !== null),
    ...healthChecks(health),
  ];
  const plan: Omit<RestorePlan, 'requests' | 'fingerprint'> = {
    kind: 'restore',
    cluster: identity,
    plannedAt: takenAt,
    checks,
    backup: {
      file: wish.file,
      fileBytes: verification.fileBytes,
      origin: verification.origin,
      index: verification.manifest?.index.name ?? null,
      takenAt: verification.manifest?.startedAt ?? readBackupName(verification.id).startedAt?.toISOString() ?? null,
      documents: verification.documents,
      promised: verification.promised,
      objectsBytes: verification.objectsBytes,
      sha256: verification.sha256,
      digest: verification.digest,
      versioned: verification.versioned,
      sourceVersion: verification.manifest?.cluster.version ?? null,
    },
    target: {
      index: target.name,
      uuid: target.existing?.uuid ?? null,
      documents: target.existing?.documents ?? null,
      ...counts,
      estimatedPrimaryBytes,
      type: mappings.type,
      loadingAlias: (fresh ? loadingAliasOf : addingAliasOf)(keyOf(target.name)),
    },
    alias,
    switchAlias,
    before,
    after: wanted,
    onConflict,
    allowPartial: wish.allowPartial ?? false,
    // An index that was there keeps its own.
    settings: fresh
      ? { create: settings.create, afterLoad: settings.afterLoad, kept: settings.kept, changes: settings.changes }
      : { create: {}, afterLoad: {}, kept: {}, changes: [] },
    mappings: fresh ? { create: mappings.create, changes: mappings.changes } : { create: {}, changes: [] },
    resume: target.resumes ? { documents: target.existing?.documents ?? 0 } : null,
  };
  return {
    ...plan,
    requests: restoreRequests(plan),
    fingerprint: fingerprintOf({
      kind: 'restore',
      cluster: identity.uuid,
      sha256: verification.sha256,
      documents: verification.documents,
      // A new index's name is made by the plan; one that exists is a fact.
      target: target.existing === null ? (wish.into ?? null) : { index: target.name, uuid: target.existing.uuid },
      alias,
      switchAlias,
      before: stateOf(before),
      onConflict,
      allowPartial: plan.allowPartial,
      settings: plan.settings.create,
      afterLoad: plan.settings.afterLoad,
      mappings: plan.mappings.create,
      refusals: checks.filter(({ level }) => level === 'refuse').map(({ id }) => id),
    }),
  };
}

/** What is said of an index that is made means nothing for one that is there. Throws invalid_input, beside each field. */
function refuseMaking({ settings, mappings, shards, replicas, dropSettings }: RestoreWish, index: string): void {
  const said = Object.entries({
    settings,
    mappings,
    shards,
    replicas,
    drop: dropSettings?.length ? dropSettings : undefined,
  }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  if (said.length === 0) return;
  throw new AppError(
    'invalid_input',
    `${index} exists and keeps its settings and mappings: ${formatList(said.map((field) => FIELD_WORDS[field]!))} can’t be given for it.`,
    {
      hint: 'Leave that out, or restore into a new index.',
      details: { fields: Object.fromEntries(said.map((field) => [field, `${index} exists and keeps its own.`])) },
    },
  );
}

const FIELD_WORDS: Record<string, string> = {
  settings: 'settings',
  mappings: 'mappings',
  shards: 'a number of shards',
  replicas: 'a number of replicas',
  drop: 'settings to drop',
};

async function readDefinitionOf(file: string, signal: AbortSignal): Promise<{ settings: unknown; mappings: unknown }> {
  const backup = await openBackup(file, signal);
  try {
    return { settings: backup.settings, mappings: backup.mappings };
  } finally {
    await backup.close();
  }
}

/** What every document goes through on its way into this index, whatever a bulk says. */
async function finalPipelineOf(cluster: Cluster, index: IndexSummary, signal: AbortSignal): Promise<string | null> {
  if (index.state === 'closed' || index.blocks.length > 0) return null;
  const pipeline = (await describeIndex(cluster, index.name, signal)).settings['index.final_pipeline'];
  return pipeline === undefined || pipeline === '_none' ? null : String(pipeline);
}

/**
 * The alias alone on the new index; but where it points to several indices and the backup is of one of them, only that
 * one is replaced. Carries filter, routing and write flag of what it replaces.
 */
function aliasAfter(
  alias: string,
  target: string,
  before: readonly AliasTarget[],
  manifest: BackupManifest | null,
): AliasState {
  const source =
    before.length > 1
      ? before.find(({ index, uuid }) => index === manifest?.index.name || uuid === manifest?.index.uuid)
      : undefined;
  if (source)
    return [
      ...stateOf(before.filter((other) => other !== source)),
      { index: target, uuid: '', membership: source.membership },
    ];
  // An alias that is gone comes back as it was when the backup was made.
  const remembered =
    before.length === 0 ? manifest?.aliases.find((membership) => membership.alias === alias) : undefined;
  return [{ index: target, uuid: '', membership: remembered ?? carryMembership(alias, target, before).membership }];
}

function shardCounts(settings: SettingsForCreate, existing: IndexSummary | null): { shards: number; replicas: number } {
  if (existing !== null) return { shards: existing.shards, replicas: existing.replicas };
  const after = { ...settings.create, ...settings.afterLoad };
  return {
    shards: Number(settings.create['index.number_of_shards'] ?? 1),
    replicas: Number(after['index.number_of_replicas'] ?? 1),
  };
}
