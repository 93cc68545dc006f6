import type { IncidentFacts, ObservedTime, Severity } from '../../lib/contract/incident.ts';
import { applyTransitions } from '../../lib/jobs/store/incident-changes.ts';
import { listIncidents } from './list-incidents.ts';
import type { JobStore } from '../../lib/jobs/store/job-store.ts';

export interface SeededIncident {
  cluster: string;
  subject: string;
  severity: Severity;
  facts: IncidentFacts;
  began: ObservedTime;
  /** null: it is open. */
  ended: ObservedTime | null;
}

const AN_HOUR_AGO = () => new Date(Date.now() - 3_600_000).toISOString();

/** The incident of the demo, from an hour ago, unless told otherwise. */
const aSeededIncident = (over: Partial<SeededIncident> = {}): SeededIncident => ({
  cluster: 'production',
  subject: 'government',
  severity: 'critical',
  facts: { kind: 'documents-lost', before: 8_940, now: 1_118, lowest: 1_118, moved: false },
  began: { at: AN_HOUR_AGO(), after: null },
  ended: null,
  ...over,
});

/** Writes it by the statements of the watch. Returns its id. */
export function seedIncident(store: JobStore, over: Partial<SeededIncident> = {}): string {
  const { began, cluster, ended, facts, severity, subject } = aSeededIncident(over);
  const noticed = Date.parse(began.at) + 120_000;
  applyTransitions(store, cluster, [
    {
      change: 'begin',
      finding: { subject, severity, facts, began, holdMs: 0 },
      confirmed: true,
      seenMs: noticed,
      now: noticed,
    },
  ]);
  const { id } = listIncidents(store, { cluster, open: true, limit: 1 })[0]!;
  if (ended !== null)
    applyTransitions(store, cluster, [
      { change: 'gone', id, sinceMs: Date.parse(ended.at) },
      { change: 'end', id, ended },
    ]);
  return id;
}
