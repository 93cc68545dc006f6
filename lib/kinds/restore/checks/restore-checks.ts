import { documentLossChecks } from '../../../aliases/document-loss-checks.ts';
import type { Check } from '../../../contract/plan.ts';
import { addsToExisting } from '../choose-target.ts';
import { documentsOfMove } from '../documents-of-move.ts';
import type { PlanInput } from '../make-plan.ts';
import type { RestoreRequest } from '../request.ts';
import type { RestorePlan } from '../schema.ts';
import { aliasIsTargetChecks, aliasMoveChecks, aliasNameChecks } from './alias-checks.ts';
import { backupChecks } from './backup-checks.ts';
import { capacityChecks } from './capacity-checks.ts';
import { earlierRestoreChecks } from './earlier-restore-checks.ts';
import { healthCheck } from './health-check.ts';
import { replicaChecks } from './replica-checks.ts';
import { sourceClusterCheck, versionsCheck } from './source-cluster-check.ts';
import { targetChecks } from './target-checks.ts';

/** Every check of a restore, in the order in which they are displayed. */
export function restoreChecks(
  { request, verification, state: { identity, indices, health }, target, finalPipeline, writer, definition }: PlanInput,
  plan: Pick<RestorePlan, 'after' | 'alias' | 'before' | 'onConflict' | 'switchAlias' | 'target'>,
): Check[] {
  const { after, alias, before, onConflict, switchAlias } = plan;
  const left = before.filter(({ index }) => !after.some((remaining) => remaining.index === index));
  const move = documentsOfMove({ ...plan, backup: verification });
  return [
    ...backupChecks(verification, request),
    sourceClusterCheck(verification.manifest, identity),
    ...(addsToExisting(target) && onConflict === 'external_gte'
      ? versionsCheck(verification.manifest, identity, request.from !== undefined)
      : []),
    ...originChecks(request, verification.manifest?.cluster.uuid ?? null, identity.uuid),
    ...targetChecks(target, indices, onConflict, verification, finalPipeline, writer),
    ...(alias !== null ? earlierRestoreChecks(alias, verification, target, indices, before) : []),
    ...(move !== undefined && alias !== null && !addsToExisting(target)
      ? documentLossChecks(alias, move, { name: 'The backup', documents: verification.documents }, left, 'backup')
      : []),
    ...(switchAlias && alias !== null
      ? aliasMoveChecks(alias, before, after, indices, health, verification.manifest?.index.name ?? null)
      : aliasNameChecks(alias, indices, false)),
    ...(switchAlias ? aliasIsTargetChecks(alias, target) : []),
    ...capacityChecks(health, indices, plan.target.estimatedPrimaryBytes, plan.target, target.existing !== null),
    ...(addsToExisting(target) ? [] : replicaChecks(health, plan.target, definition.settings)),
    healthCheck(health),
  ];
}

function originChecks({ backup, from, originCheck }: RestoreRequest, clusterUuid: string | null, own: string): Check[] {
  const check = originCheck?.({ clusterUuid, source: backup.source, from: from ?? null }, own) ?? null;
  return check === null ? [] : [check];
}
