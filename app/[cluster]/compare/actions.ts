'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { aliasName, backupId, clusterKey } from '@/lib/contract/names.ts';
import { jobs } from '@/lib/jobs/jobs.ts';
import { planCompare, type SideRequest } from '@/lib/kinds/compare/plan.ts';
import { backupRefOn } from '@/lib/pages/cluster-backups.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import type { ConfiguredCluster } from '@/lib/config.ts';

/** An index or an alias of one; or a backup. */
const index = z.object({ index: aliasName });
const side = z.union([index, z.object({ backup: backupId })]);

export const startComparison = defineAction(
  {
    name: 'compare',
    input: z.object({ cluster: clusterKey, left: side, right: index, once: z.string().min(8).max(200) }),
    needs: 'compare',
  },
  async ({ left, right, once }, { cluster, actor }) => {
    const request = { left: await sideOf(cluster, left), right };
    const work = await planCompare(placeOf(cluster), request, planRun());
    const key = `${cluster.key} compare ${once}`;
    return { job: jobs.start({ cluster: cluster.key, actor, work, key }).id };
  },
);

async function sideOf(cluster: ConfiguredCluster, asked: z.output<typeof side>): Promise<SideRequest> {
  return 'index' in asked ? asked : { backup: await backupRefOn(cluster, asked.backup) };
}
