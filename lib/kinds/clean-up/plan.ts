import type { ClusterIndices } from '../../contract/indices.ts';
import type { Check } from '../../contract/plan.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { listIndices, listNamed } from '../../elasticsearch/admin/list-indices.ts';
import { formatBytes, plural } from '../../format.ts';
import { decideSteps, outsideAnyAlias, type CleanUpState } from './decide.ts';
import { cleanUpRules, type CleanUpEntry, type CleanUpPlan, type CleanUpRules } from './schema.ts';
import { runInSlices } from '../../slices.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import type { PlanKind } from '../run-kind.ts';

export interface CleanUpRequest extends Partial<CleanUpRules> {
  /** Uuids or names of indices that a job writes documents into: they are kept. */
  indicesBeingWritten: readonly string[];
  /** As in CleanUpState. */
  endedJobOf?: CleanUpState['endedJobOf'];
}

/** Which indices would be deleted, and why each other one is kept. */
export const planCleanUp: PlanKind<CleanUpRequest, CleanUpPlan> = async (
  { cluster },
  { indicesBeingWritten, endedJobOf, ...requested },
  run,
) => {
  const rules = cleanUpRules.parse(requested);
  const identity = await cluster.identity(run.signal);
  const { takenAt, indices } = await listFor(cluster, rules, run.signal);
  const groups = await runInSlices(
    decideSteps({ indices, indicesBeingWritten, endedJobOf, nowMs: Date.parse(takenAt) }, rules),
    run.signal,
  );
  const toDelete = groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  const found = new Set(groups.map(({ alias }) => alias));
  const unknown = rules.aliases.filter((alias) => !found.has(alias));
  return {
    kind: 'clean-up',
    cluster: identity,
    plannedAt: takenAt,
    rules,
    groups,
    outside: rules.aliases.length > 0 ? [] : outsideAnyAlias(indices, groups),
    indices: toDelete.length,
    documents: sumOrNull(toDelete.map(({ documents }) => documents)),
    bytes: sumOrNull(toDelete.map(({ storeBytes }) => storeBytes)),
    checks: checksOf(toDelete, unknown, rules),
    requests: toDelete.map(({ index }) => ({ method: 'DELETE', path: `/${encodeURIComponent(index)}` })),
    fingerprint: fingerprintOf({
      kind: 'clean-up',
      cluster: identity.uuid,
      rules,
      going: toDelete.map(({ index, uuid }) => `${index} ${uuid}`).sort(),
    }),
  };
};

/** Only the indices that the rules are about. */
function listFor(cluster: Cluster, { aliases, noAliases }: CleanUpRules, signal: AbortSignal): Promise<ClusterIndices> {
  if (noAliases === true) return Promise.resolve({ takenAt: new Date().toISOString(), indices: [] });
  if (aliases.length === 0) return listIndices(cluster, signal);
  // The names of an alias's indices begin with the alias.
  return listNamed(
    cluster,
    aliases.flatMap((alias) => [alias, `${alias}-*`]),
    signal,
  );
}

function checksOf(toDelete: readonly CleanUpEntry[], unknown: readonly string[], rules: CleanUpRules): Check[] {
  const checks: Check[] = unknown.map((alias) => ({
    id: `unknown-${alias}`,
    level: 'refuse',
    title: `There is no alias ${alias}`,
    detail: 'No index has it, and no index is named after it.',
    hint: 'The page “Indices” lists the names that exist.',
  }));
  if (toDelete.length === 0)
    checks.push({
      id: 'nothing',
      level: 'ok',
      title: 'Nothing to clean up',
      detail: rules.noAliases === true ? 'No alias is chosen.' : 'These rules select no index to delete.',
    });
  else {
    const bytes = sumOrNull(toDelete.map(({ storeBytes }) => storeBytes));
    checks.push({
      id: 'space',
      level: 'ok',
      title: 'Freed space',
      detail:
        `${plural(toDelete.length, 'index', 'indices')}, ${bytes === null ? 'an unknown size' : formatBytes(bytes)}. ` +
        `Deleting can’t be undone: only a backup can restore ${toDelete.length === 1 ? 'it' : 'them'}.`,
    });
  }
  return checks;
}
