import type { ClusterIdentity } from '../contract/cluster.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';

/** Throws `plan_changed` where the address leads to another cluster than the one that the plan was made for. */
export async function assertSameCluster(
  cluster: Cluster,
  { cluster: planned }: { cluster: ClusterIdentity },
  signal: AbortSignal,
): Promise<void> {
  const { name, uuid } = await cluster.identity(signal);
  if (uuid === planned.uuid) return;
  throw new AppError(
    'plan_changed',
    `The plan was made for the cluster ${planned.name} (${planned.uuid}); ${name} (${uuid}) answers now.`,
    {
      hint: 'Check the address, and plan again.',
      details: { changes: ['Another cluster answers at this address.'] },
    },
  );
}
