import type { Place } from '../../lib/backups/sources.ts';
import type { JobResult } from '../../lib/contract/job.ts';
import { kinds } from '../../lib/kinds/kinds.ts';
import { runRegistry, type RunRegistry } from '../../lib/kinds/run-registry.ts';
import type { Run } from '../../lib/running/run.ts';
import type { AnyWork } from '../support/any-work.ts';

export type Perform = (work: AnyWork, place: Place, run: Run) => Promise<JobResult>;

/** A registry in which one function runs every job kind. */
export function runsBy(perform: Perform): RunRegistry {
  const runs = runRegistry();
  for (const kind of kinds.all()) runs.add(kind, (place, work, run: Run) => perform(work as AnyWork, place, run));
  return runs;
}
