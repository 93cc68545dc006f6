import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import { toFailure } from '../errors.ts';
import { guardOf } from '../jobs/guard.ts';
import { runner } from '../jobs/jobs.ts';
import { documentLoss } from '../contract/document-loss.ts';
import { documentsOfSnapshotMove } from '../kinds/restore-snapshot/effect.ts';
import type { RestoreAmongOthers, SeveralRestoresAsked } from '../kinds/restore-snapshot/review.ts';
import type { RestoreSnapshotPlan } from '../kinds/restore-snapshot/schema.ts';
import { planRestoreSnapshotFor } from './plan-restore-snapshot.ts';

/** Requests to the cluster at the same time stay few. */
const AT_ONCE = 4;

/** The plan of each index, or why it can't be made. Throws only what a defect throws. */
export async function planSeveralRestores(
  cluster: ConfiguredCluster,
  actor: Actor,
  { repository, snapshot, indices, from: source, uuid }: SeveralRestoresAsked,
): Promise<RestoreAmongOthers[]> {
  const planned: RestoreAmongOthers[] = [];
  for (let from = 0; from < indices.length; from += AT_ONCE)
    planned.push(
      ...(await Promise.all(
        indices.slice(from, from + AT_ONCE).map(async (index): Promise<RestoreAmongOthers> => {
          try {
            const choices = { index, switchAlias: 'yes' as const, from: source, uuid };
            const plan = await planRestoreSnapshotFor(cluster, { repository, snapshot, choices });
            return { index, plan, review: whyReview(cluster, actor, plan) };
          } catch (error) {
            return { index, plan: null, review: toFailure(error).message };
          }
        }),
      )),
    );
  return planned;
}

/** What a person must confirm by itself is confirmed on the review of that index. null: nothing. */
export function whyReview(cluster: ConfiguredCluster, actor: Actor, plan: RestoreSnapshotPlan): string | null {
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  if (refusal) return `${refusal.title}: ${refusal.detail}`;
  const { typeCluster, typeToConfirm } = guardOf(runner().store, cluster, plan, actor);
  if (typeCluster !== undefined)
    return `${typeCluster.why} The name of the cluster is typed on the review of this index.`;
  if (typeToConfirm !== null)
    return `${cluster.name} is protected: the switch of ${plan.alias ?? 'the alias'} is confirmed on its own review.`;
  const move = documentsOfSnapshotMove(plan);
  if (move !== undefined && documentLoss(move) !== null)
    return `${plan.alias ?? 'The alias'} may lose documents by it, which is accepted on its own review.`;
  return null;
}
