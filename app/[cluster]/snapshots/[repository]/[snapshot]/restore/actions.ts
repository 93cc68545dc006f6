'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { documentsOfMove } from '@/lib/contract/documents-of-move.ts';
import { requireAcceptedLoss } from '@/lib/jobs/accepted-loss.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { documentsOfSnapshotMove } from '@/lib/kinds/restore-snapshot/effect.ts';
import { restoreSnapshotAsked } from '@/lib/kinds/restore-snapshot/review.ts';
import { planRestoreSnapshotOf } from '@/lib/pages/plan-restore-snapshot.ts';

const input = restoreSnapshotAsked.extend({
  cluster: clusterKey,
  fingerprint: z.string().min(1).max(200),
  once: z.string().min(8).max(200),
  typed: z.string().max(300).optional(),
  breakGlass: z.string().max(1_000).optional(),
  /** The documents before and after, beside the tick that accepts their loss. */
  acceptedLoss: documentsOfMove.optional(),
});

export const startRestoreSnapshot = defineAction(
  { name: 'restore snapshot', input, needs: 'restore' },
  async ({ repository, snapshot, choices, fingerprint, once, typed, breakGlass, acceptedLoss }, { cluster, actor }) => {
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
      ...(breakGlass === undefined ? {} : { breakGlass }),
    });
    return { job: job.id };
  },
);
