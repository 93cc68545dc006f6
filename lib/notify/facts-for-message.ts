import type { IncidentFacts } from '../contract/incident.ts';
import { withoutValues } from '../incidents/without-values.ts';

/**
 * The facts of an incident for a message: no document leaves Restore Desk by one. `sensitive`: documents of the cluster are for few
 * people, so reasons that come from elsewhere are left out.
 */
export function factsForMessage(facts: IncidentFacts, sensitive: boolean): IncidentFacts {
  const cut = (reason: string | null) => (reason === null || sensitive ? null : withoutValues(reason));
  switch (facts.kind) {
    case 'job':
      return { ...facts, message: cut(facts.message) };
    case 'schedule':
    case 'job-waiting':
      return { ...facts, why: cut(facts.why) };
    case 'drill':
      return { ...facts, problem: cut(facts.problem) ?? 'The job says why.' };
    case 'cluster-silent':
      return { ...facts, message: cut(facts.message) ?? 'The page of the incident has what the last request came to.' };
    default:
      return facts;
  }
}
