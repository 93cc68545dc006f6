import type { ProvenRestores } from '../../contract/drill-state.ts';
import type { Finding } from '../finding.ts';
import { withoutValues } from '../without-values.ts';

/** What the overview says of the drills of an alias. `proven` null: unknown. */
export interface DrilledAlias {
  alias: string;
  proven: ProvenRestores | null;
}

/** Aliases whose last drill failed. One that had nothing to compare with did not fail. Pure. */
export const drillFindings = (aliases: readonly DrilledAlias[], now: number): Finding[] =>
  aliases.flatMap(({ alias, proven }): Finding[] => {
    const failed = proven?.failed ?? null;
    if (failed === null || failed.unproven) return [];
    return [
      {
        subject: alias,
        severity: 'warning',
        facts: { kind: 'drill', job: failed.job, problem: withoutValues(failed.problem) },
        began: { at: new Date(Math.min(Date.parse(failed.at), now)).toISOString(), after: null },
        holdMs: 0,
      },
    ];
  });
