'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { documentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { requireAcceptedLoss } from '@/lib/jobs/accepted-loss.ts';
import { AppError, toFailure } from '@/lib/errors.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { documentsOfSnapshotMove } from '@/lib/kinds/restore-snapshot/effect.ts';
import { MOST_RESTORED_AT_ONCE } from '@/lib/contract/limits.ts';
import { copiedSnapshot, restoreSnapshotAsked } from '@/lib/kinds/restore-snapshot/review.ts';
import { copySourceOf } from '@/lib/pages/copy-source.ts';
import { planRestoreSnapshotOf } from '@/lib/pages/plan-restore-snapshot.ts';
import { whyReview } from '@/lib/pages/plan-several-restores.ts';

const input = restoreSnapshotAsked.extend({
  cluster: clusterKey,
  fingerprint: z.string().min(1).max(200),
  once: z.string().min(8).max(200),
  typed: z.string().max(300).optional(),
  /** The name of this cluster, where documents of another one are written to it. */
  typedCluster: z.string().max(300).optional(),
  breakGlass: z.string().max(1_000).optional(),
  /** The documents before and after, beside the tick that accepts their loss. */
  acceptedLoss: documentsOfMove.optional(),
});

export const startRestoreSnapshot = defineAction(
  { name: 'restore snapshot', input, needs: 'restore' },
  async (
    { repository, snapshot, choices, fingerprint, once, typed, typedCluster, breakGlass, acceptedLoss },
    { cluster, actor, identity },
  ) => {
    await copySourceOf({ cluster, identity }, choices.from);
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: () => planRestoreSnapshotOf(cluster, { repository, snapshot, choices }),
      work: (plan) => {
        if (plan.alias !== null) requireAcceptedLoss(plan.alias, documentsOfSnapshotMove(plan), acceptedLoss);
        return { kind: 'restore-snapshot', plan };
      },
      ...(typed === undefined ? {} : { confirmation: typed }),
      ...(typedCluster === undefined ? {} : { typedCluster }),
      ...(breakGlass === undefined ? {} : { breakGlass }),
    });
    return { job: job.id };
  },
);

const several = z.object({
  cluster: clusterKey,
  repository: restoreSnapshotAsked.shape.repository,
  snapshot: restoreSnapshotAsked.shape.snapshot,
  ...copiedSnapshot.shape,
  /** Each as it was displayed. */
  restores: z
    .array(z.object({ index: z.string().min(1).max(255), fingerprint: z.string().min(1).max(200) }))
    .min(1)
    .max(MOST_RESTORED_AT_ONCE),
  once: z.string().min(8).max(200),
});

/** One job for each index: what becomes of one does not depend on the others. */
export const startSeveralRestores = defineAction(
  { name: 'restore several indices of a snapshot', input: several, needs: 'restore' },
  async ({ repository, snapshot, from, uuid, restores, once }, { cluster, actor, identity }) => {
    await copySourceOf({ cluster, identity }, from);
    const started: { index: string; job: string | null; problem: string | null }[] = [];
    for (const { index, fingerprint } of restores)
      try {
        const job = await applyPlan({
          cluster,
          actor,
          fingerprint,
          key: `${once} ${index}`,
          plan: () =>
            planRestoreSnapshotOf(cluster, {
              repository,
              snapshot,
              choices: { index, switchAlias: 'yes', from, uuid },
            }),
          work: (plan) => {
            const review = whyReview(cluster, actor, plan);
            if (review !== null) throw new AppError('refused', review);
            return { kind: 'restore-snapshot', plan };
          },
        });
        started.push({ index, job: job.id, problem: null });
      } catch (error) {
        started.push({ index, job: null, problem: problemOf(error) });
      }
    return { started };
  },
);

/** With what changed since it was displayed, where that is why. */
function problemOf(error: unknown): string {
  const { message, details } = toFailure(error);
  const changes = details?.['changes'];
  return [message, ...(Array.isArray(changes) ? changes.map(String) : [])].join(' ');
}
