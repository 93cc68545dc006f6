import { parseAsString, useQueryStates } from 'nuqs';
import type { CopiedSnapshot } from '@/lib/kinds/restore-snapshot/review.ts';
import { useCluster, type OtherCluster } from '../cluster-context.tsx';

const ADDRESS = { from: parseAsString, uuid: parseAsString };

/**
 * Of which other cluster the snapshot of this page was chosen, by the address. `copied`: for the addresses and requests
 * that follow; `source`: that cluster, where the person has a role there.
 */
export function useCopiedSnapshot(): { copied: CopiedSnapshot; source: OtherCluster | undefined } {
  const { others } = useCluster();
  const [{ from, uuid }] = useQueryStates(ADDRESS);
  return {
    copied: { ...(from === null ? {} : { from }), ...(uuid === null ? {} : { uuid }) },
    source: others.find(({ key }) => key === from),
  };
}
