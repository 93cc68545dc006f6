import { compareSides, type CompareOptions } from '../../comparing/compare-sides.ts';
import { assertSameSideClusters } from '../../comparing/cluster-of-side.ts';
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
  await assertSameSideClusters(place, work, run.signal);
  // Beside the comparison: there may be thousands of jobs.
  const pruned = pruneDifferences(run.directory);
  const compared = await compareSides(place, work, run, options);
  await pruned;
  return {
    kind: 'compare',
    status: 'done',
    sides: { left: work.left.kind, right: work.right.kind },
    ...compared,
  };
};
