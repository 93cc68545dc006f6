import { compareSides, type CompareOptions } from '../../comparing/compare-sides.ts';
import { pruneDifferences } from '../../comparing/prune-differences.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { RunKind } from '../run-kind.ts';
import type { CompareResult, CompareWork } from './schema.ts';

/** Reads both sides and writes the differences into the job's directory (difference-files.ts). */
export const runCompare: RunKind<CompareWork, CompareResult, never, CompareOptions> = async (
  place,
  work,
  run,
  options,
) => {
  await assertSameCluster(place.cluster, work, run.signal);
  await pruneDifferences(run.directory);
  const sides = { left: work.left.kind, right: work.right.kind };
  return { kind: 'compare', status: 'done', sides, ...(await compareSides(place, work, run, options)) };
};
