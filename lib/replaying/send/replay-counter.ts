import { OUTCOMES, type Outcome } from './classify.ts';
import type { SettledLine } from './journal.ts';

export type OutcomeCounts = Record<Outcome, number>;

/** Counts requests by how they ended. Each is in exactly one outcome. */
export class ReplayCounter {
  readonly outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as OutcomeCounts;
  /** By the status of the last answer. */
  readonly statuses: Record<string, number> = {};
  /** The first sentences about requests without a good answer. */
  settled = 0;
  sent = 0;

  add({ outcome, status, tries }: Pick<SettledLine, 'outcome' | 'status' | 'tries'>): void {
    this.settled++;
    this.outcomes[outcome]++;
    if (tries > 0) this.sent++;
    if (status !== null) this.statuses[String(status)] = (this.statuses[String(status)] ?? 0) + 1;
  }
}
