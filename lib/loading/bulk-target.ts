import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import { capabilitiesOf } from '../elasticsearch/capabilities.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { AppError } from '../errors.ts';
import type { WrittenIndex } from '../target/loading-alias.ts';

/** The loading alias, if the server can require that a bulk's target is an alias; else the index itself. */
export async function createBulkTarget(
  cluster: Cluster,
  { index, loadingAlias }: WrittenIndex,
  uuid: string,
): Promise<BulkTarget> {
  const { requireAlias } = capabilitiesOf(await cluster.identity());
  return {
    name: requireAlias ? loadingAlias : index,
    requireAlias,
    checkUuid: async () => {
      const currentUuid = (await readIndexIdentity(cluster, index))?.uuid;
      if (currentUuid !== uuid)
        throw new AppError(
          'index_changed',
          `${index} was ${currentUuid === undefined ? 'deleted' : 'deleted and created again'} while it was being filled.`,
          { hint: 'Somebody else did this. Find out who and why, then start the restore again.' },
        );
    },
  };
}
