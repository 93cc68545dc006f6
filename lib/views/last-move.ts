import type { Job } from '../contract/job.ts';
import type { SwitchResult } from '../contract/results.ts';

/** What a job did to an alias, as a switch; null: it moved none. */
export function lastMoveOf(job: Job): SwitchResult | null {
  if (job.status !== 'succeeded') return null;
  if (job.result.kind === 'switch') return job.result;
  if (job.result.kind !== 'restore' || !job.result.switched || job.result.alias === null) return null;
  const { alias, index, aliasBefore, aliasAfter } = job.result;
  return {
    kind: 'switch',
    alias,
    index,
    opened: false,
    before: aliasBefore ?? [],
    after: aliasAfter ?? [],
    seconds: 0,
  };
}
