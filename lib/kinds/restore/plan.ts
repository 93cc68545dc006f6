import { parseOverrides } from '../../target/parse-overrides.ts';
import type { PlanKind } from '../run-kind.ts';
import { chooseTarget, addsToExisting } from './choose-target.ts';
import { convertDefinition } from './convert-definition.ts';
import { makePlan } from './make-plan.ts';
import { restoreFingerprint } from './plan-fingerprint.ts';
import { plannedRequests } from './planned-requests.ts';
import { readClusterState, readFinalPipeline } from './read-cluster-state.ts';
import { refuseDefinitionFor } from './refuse-definition.ts';
import type { RestoreRequest } from './request.ts';
import type { RestorePlan } from './schema.ts';
import { isUnfinishedRestore } from './unfinished-restore.ts';

/**
 * Reads the backup to its end, reads the cluster's state, and returns exactly what a restore would do. Throws
 * `backup_damaged`, `not_found`, `invalid_input`, and `refused` where the mappings can't be converted for the cluster;
 * any other obstacle is a check of the plan.
 */
export const planRestore: PlanKind<RestoreRequest, RestorePlan> = async ({ backups, cluster }, given, run) => {
  const { signal } = run;
  const request = parseOverrides(given);
  const material = await backups.of(request.backup.source).inspect(request.backup.id, run);
  const state = await readClusterState(cluster, request, material.verification, signal);
  const definition = await convertDefinition(material, state.identity, request, signal);
  const isUnfinished = isUnfinishedRestore(cluster, definition, signal);
  const target = await chooseTarget(state, material.verification, request, isUnfinished);
  if (addsToExisting(target)) refuseDefinitionFor(target.name, request);
  const finalPipeline = addsToExisting(target) ? await readFinalPipeline(cluster, target.existing, signal) : null;
  const { verification } = material;
  const writer = request.writerOf?.(state.identity.uuid, target.name) ?? null;
  const plan = makePlan({ request, verification, state, definition, target, finalPipeline, writer });
  return {
    ...plan,
    requests: plannedRequests(plan),
    fingerprint: restoreFingerprint(plan, request, definition.digest),
  };
};
