import { capitalised } from '../format.ts';

/**
 * How the errors, the log and the waits of a job call the cluster of a side that is not the job's own. They are for all who may see the
 * job; the name of a cluster is for those alone who have a role there.
 */
export const SIDE_CLUSTERS = { left: 'the left side’s cluster', right: 'the right side’s cluster' } as const;

/** Such a text with the names of the clusters; null: not known, or not for this person. */
export function withClusterNames(text: string, names: { left: string | null; right: string | null }): string {
  let named = text;
  for (const side of ['left', 'right'] as const) {
    const name = names[side];
    if (name === null) continue;
    named = named.replaceAll(SIDE_CLUSTERS[side], () => name).replaceAll(capitalised(SIDE_CLUSTERS[side]), () => name);
  }
  return named;
}
