import type { ClusterIndices } from '../contract/indices.ts';
import { runInSlices } from '../slices.ts';
import { generationSteps, type AllGenerations } from '../present/alias-map.ts';

const known = new WeakMap<ClusterIndices, Promise<AllGenerations>>();

/** Worked out once for each answer of the cluster, whichever page asks first. */
export function generationsIn(indices: ClusterIndices): Promise<AllGenerations> {
  const before = known.get(indices);
  if (before !== undefined) return before;
  const generations = runInSlices(generationSteps(indices.indices));
  known.set(indices, generations);
  return generations;
}
