'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { AppError } from '@/lib/errors.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { snapshotDeletionAsked } from '@/lib/kinds/delete-snapshot/review.ts';
import { planSnapshotDeletion } from '@/lib/pages/plan-snapshot-deletion.ts';

export const deleteSnapshot = defineAction(
  {
    name: 'delete snapshot',
    input: z.object({
      cluster: clusterKey,
      asked: snapshotDeletionAsked,
      fingerprint: z.string().min(1).max(200),
      once: z.string().min(8).max(200),
      /** The name of the snapshot. */
      typed: z.string().max(255),
    }),
    needs: 'delete-backup',
  },
  async ({ asked, fingerprint, once, typed }, { cluster, actor }) => {
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: () => planSnapshotDeletion(cluster, asked),
      work: (plan) => {
        if (typed.trim() !== plan.snapshot)
          throw new AppError('invalid_input', 'The typed name does not match.', {
            hint: 'Nothing was deleted.',
            details: { fields: { typed: `Type ${plan.snapshot}.` } },
          });
        return { kind: 'delete-snapshot', plan };
      },
    });
    return { job: job.id };
  },
);
