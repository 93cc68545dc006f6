import type { Permission } from '@/lib/kinds/kinds.ts';
import type { Found } from '@/lib/contract/find.ts';
import { useClusterIfAny, type OtherCluster } from '../cluster-context.tsx';

/** Where the palette is opened. */
export interface Place {
  /** The key of the cluster whose page it is; null: the choice of clusters. */
  own: string | null;
  /** All on which this person has a role; that of the page is the first. */
  clusters: readonly OtherCluster[];
  /** Approvals are a page of the own cluster. */
  approval: boolean;
  /** null: everyone may. Unknown is not permitted. */
  may: (cluster: string, permission: Permission | null, found?: Found) => boolean;
}

/** `clusters`: outside of a cluster's pages. */
export function usePlace(clusters: readonly OtherCluster[]): Place {
  const own = useClusterIfAny();
  const may: Place['may'] = (cluster, permission, found) => {
    if (permission === null) return true;
    if (cluster === own?.key) return new Map(Object.entries(own.permitted)).get(permission)?.allowed ?? false;
    return found?.may.some((each) => each.clusters.includes(cluster) && each.permissions.includes(permission)) ?? false;
  };
  return own === null
    ? { own: null, clusters, approval: false, may }
    : { own: own.key, clusters: [own, ...own.others], approval: own.approval, may };
}
