'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { aliasName, backupId, clusterKey } from '@/lib/contract/names.ts';
import { jobs } from '@/lib/jobs/jobs.ts';
import { planCompare, type SideRequest } from '@/lib/kinds/compare/plan.ts';
import { backupRefOn } from '@/lib/pages/cluster-backups.ts';
import { placeOf, planRun } from '@/lib/pages/place.ts';
import { otherCluster } from '@/lib/access/other-cluster.ts';
import { clusterConnection, type ConfiguredCluster } from '@/lib/config.ts';

/** An index or an alias of one, of the page's cluster or of another one; or a backup. */
const index = z.object({ index: aliasName, cluster: clusterKey.optional() });
const side = z.union([index, z.object({ backup: backupId })]);

export const startComparison = defineAction(
  {
    name: 'compare',
    input: z.object({ cluster: clusterKey, left: side, right: index, once: z.string().min(8).max(200) }),
    needs: 'compare',
  },
  async ({ left, right, once }, { cluster, actor }) => {
    const request = { left: await sideOf(cluster, left), right: await sideOf(cluster, right) };
    const work = await planCompare(placeOf(cluster), request, planRun());
    const key = `${cluster.key} compare ${once}`;
    return { job: jobs.start({ cluster: cluster.key, actor, work, key }).id };
  },
);

async function sideOf(cluster: ConfiguredCluster, asked: z.output<typeof side>): Promise<SideRequest> {
  if ('backup' in asked) return { backup: await backupRefOn(cluster, asked.backup) };
  const { cluster: key, index: name } = asked;
  if (key === undefined || key === cluster.key) return { index: name };
  const other = await otherCluster(key, 'compare');
  return { index: name, on: { key, name: other.name, cluster: clusterConnection(key) } };
}
