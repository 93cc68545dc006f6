import type { Verification } from '../../contract/backup.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { addingAliasOf, loadingAliasOf } from '../../contract/loading-alias.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { indexToTypeOf } from '../../index-to-type.ts';
import type { ConvertedSettings } from '../../target/settings/convert-settings.ts';
import { restoreChecks } from './checks/restore-checks.ts';
import type { IndexWriter } from './checks/target-checks.ts';
import { aliasAfter, backedUpIndex } from './choose-alias.ts';
import { addsToExisting, type RestoreTarget } from './choose-target.ts';
import type { RestoreDefinition } from './convert-definition.ts';
import type { ClusterState } from './read-cluster-state.ts';
import type { RestoreRequest } from './request.ts';
import type { RestorePlan } from './schema.ts';
import { movesAlias } from './target-use.ts';
import { restoreKey } from './unfinished-restore.ts';

/** All that a plan is made from. */
export interface PlanInput {
  request: RestoreRequest;
  verification: Verification;
  state: ClusterState;
  definition: RestoreDefinition;
  target: RestoreTarget;
  finalPipeline: string | null;
  /** The job that writes into the target; null: none. */
  writer: IndexWriter | null;
}

/** The plan, except for what is derived from it. Pure. */
export function makePlan(input: PlanInput): Omit<RestorePlan, 'requests' | 'fingerprint'> {
  const { request, verification, state, definition, target } = input;
  const choices = {
    ...aliasChoices(input),
    onConflict: conflictModeOf(input),
    target: targetPart(input),
  };
  return {
    kind: 'restore',
    cluster: state.identity,
    plannedAt: state.takenAt,
    checks: restoreChecks(input, choices),
    backup: backupPart(request, verification),
    ...(request.from === undefined ? {} : { from: request.from }),
    ...choices,
    allowPartial: request.allowPartial ?? false,
    ...definitionPart(definition, addsToExisting(target)),
    resume: target.resumes ? { documents: target.existing?.documents ?? 0 } : null,
  };
}

function aliasChoices({
  request,
  verification,
  state: { alias, before },
  target,
}: PlanInput): Pick<RestorePlan, 'alias' | 'switchAlias' | 'before' | 'after'> {
  const after = alias === null ? [] : aliasAfter(alias, target.name, before, backedUpIndex(verification.manifest));
  return {
    alias,
    switchAlias: movesAlias({
      alias,
      before,
      after,
      switchAlias: request.switchAlias ?? true,
      target: { index: target.name },
    }),
    before,
    after,
  };
}

const conflictModeOf = ({ request, verification, target }: PlanInput): RestorePlan['onConflict'] =>
  request.onConflict ?? (verification.versioned && !addsToExisting(target) ? 'external_gte' : 'index');

function targetPart({ verification, definition, state, target }: PlanInput): RestorePlan['target'] {
  const { existing, name } = target;
  const adds = addsToExisting(target);
  return {
    index: name,
    uuid: existing?.uuid ?? null,
    short: existing && indexToTypeOf(name, namesOf(state.indices)).short,
    aliases: existing?.aliases.map(({ alias }) => alias) ?? [],
    documents: existing?.documents ?? null,
    ...shardCounts(definition.settings, adds ? existing : null),
    estimatedPrimaryBytes: verification.manifest?.primaryBytes ?? verification.objectsBytes,
    type: definition.mappings.type,
    loadingAlias: (adds ? addingAliasOf : loadingAliasOf)(restoreKey(name, definition)),
  };
}

const namesOf = (indices: readonly IndexSummary[]) => indices.map((index) => index.name);

function shardCounts(settings: ConvertedSettings, existing: IndexSummary | null): { shards: number; replicas: number } {
  if (existing !== null) return { shards: existing.shards, replicas: existing.replicas };
  const final = { ...settings.create, ...settings.afterLoad };
  return {
    shards: Number(settings.create['index.number_of_shards'] ?? 1),
    replicas: Number(final['index.number_of_replicas'] ?? 1),
  };
}

const backupPart = ({ backup: ref }: RestoreRequest, verification: Verification): RestorePlan['backup'] => ({
  ref,
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
  clusterUuid: verification.manifest?.cluster.uuid ?? null,
});

/** Empty for an index that the restore only adds to: it keeps its own settings and mappings. */
const definitionPart = (
  { settings: { create, afterLoad, kept, changes }, mappings }: RestoreDefinition,
  adds: boolean,
): Pick<RestorePlan, 'settings' | 'mappings'> =>
  adds
    ? { settings: { create: {}, afterLoad: {}, kept: {}, changes: [] }, mappings: { create: {}, changes: [] } }
    : {
        settings: { create, afterLoad, kept, changes },
        mappings: { create: mappings.create, changes: mappings.changes },
      };
