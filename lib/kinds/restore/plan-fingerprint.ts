import { toAliasState } from '../../aliases/alias-targets.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { RestoreRequest } from './request.ts';
import type { RestorePlan } from './schema.ts';

/**
 * Over what matters of the plan. The name of a new index is chosen while planning, so only a requested one counts; an
 * index that exists is identified by its uuid. `digest`: of the definition.
 */
export const restoreFingerprint = (
  plan: Omit<RestorePlan, 'requests' | 'fingerprint'>,
  request: RestoreRequest,
  digest: string,
): string =>
  fingerprintOf({
    kind: 'restore',
    cluster: plan.cluster.uuid,
    // Absent from a plan with this cluster's own backup, whose fingerprint older versions made too.
    ...(plan.from === undefined ? {} : { from: plan.from }),
    sha256: plan.backup.sha256,
    documents: plan.backup.documents,
    target:
      plan.target.uuid === null
        ? (request.into ?? null)
        : { index: plan.target.index, uuid: plan.target.uuid, aliases: plan.target.aliases },
    alias: plan.alias,
    switchAlias: plan.switchAlias,
    before: toAliasState(plan.before),
    onConflict: plan.onConflict,
    allowPartial: plan.allowPartial,
    // An index that the restore did not create keeps its own definition.
    definition: plan.target.uuid === null || plan.resume !== null ? digest : null,
    afterLoad: plan.settings.afterLoad,
    refusals: plan.checks.filter(({ level }) => level === 'refuse').map(({ id }) => id),
  });
