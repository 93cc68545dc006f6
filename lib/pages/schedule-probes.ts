import type { ScheduleSpec } from '../contract/schedule.ts';
import { AppError, toFailure } from '../errors.ts';
import { inspectQuery } from '../looking-up/inspect-query.ts';

/** Refuses probes that no drill runs: scripts, and what costs a cluster much. Throws AppError invalid_input. */
export function requireProbes({ drill }: Pick<ScheduleSpec, 'drill'>): void {
  for (const [place, { query }] of (drill?.probes ?? []).entries()) {
    const problem = problemOf(query.trim());
    if (problem !== null)
      throw new AppError('invalid_input', `The query of probe ${place + 1} can’t be used.`, {
        hint: 'Read the message beside the field.',
        details: { fields: { [`drill.probes.${place}.query`]: problem } },
      });
  }
}

function problemOf(query: string): string | null {
  try {
    return inspectQuery(query.startsWith('{') ? 'json' : 'words', query).costs[0] ?? null;
  } catch (error) {
    return toFailure(error).message;
  }
}
