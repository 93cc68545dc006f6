import type { Authorised } from '../access/authorise.ts';
import { otherCluster } from '../access/other-cluster.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { LookUpQuery } from '../contract/look-up.ts';

/** The clusters of both sides of a look-up, for a person who may read documents on each. Throws `forbidden`, `not_found`. */
export async function lookUpClusters(
  { cluster }: Pick<Authorised, 'cluster'>,
  { leftCluster, rightCluster }: Pick<LookUpQuery, 'leftCluster' | 'rightCluster'>,
): Promise<{ left: ConfiguredCluster; right: ConfiguredCluster }> {
  const of = (key: string | undefined) =>
    key === undefined || key === cluster.key ? cluster : otherCluster(key, 'read-documents', { polling: true });
  return { left: await of(leftCluster), right: await of(rightCluster) };
}

/** The same for a route, before it answers. Throws `forbidden`, `not_found`. */
export async function assertMayLookUp({
  context,
  query,
}: {
  context: Pick<Authorised, 'cluster'>;
  query: Pick<LookUpQuery, 'leftCluster' | 'rightCluster'>;
}): Promise<void> {
  await lookUpClusters(context, query);
}
