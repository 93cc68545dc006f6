'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { applyPlan } from '@/lib/jobs/apply-plan.ts';
import { backupToDrill, drillChoices } from '@/lib/kinds/drill/review.ts';
import { assertMayRestore } from '@/lib/pages/foreign-documents.ts';
import { planDrillOf, removeLeftoversBefore } from '@/lib/pages/plan-drill.ts';

export const startDrill = defineAction(
  {
    name: 'drill backup',
    input: z.object({
      cluster: clusterKey,
      backup: backupToDrill,
      choices: drillChoices,
      fingerprint: z.string().min(1).max(200),
      once: z.string().min(8).max(200),
    }),
    needs: 'drill',
  },
  async ({ backup, choices, fingerprint, once }, { cluster, actor, identity }) => {
    if ('id' in backup) await assertMayRestore({ cluster, identity }, { source: cluster.backupSource, id: backup.id });
    const job = await applyPlan({
      cluster,
      actor,
      fingerprint,
      key: once,
      plan: async () => {
        await removeLeftoversBefore(cluster);
        return await planDrillOf(cluster, backup, choices);
      },
      work: (plan) => ({ kind: 'drill', plan }),
    });
    return { job: job.id };
  },
);
