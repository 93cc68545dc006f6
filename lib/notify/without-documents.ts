import type { IncidentFacts } from '../contract/incident.ts';

/** Where Elasticsearch and Lucene repeat values of a document in the reason why they did not take it. */
const REPEATS_VALUES =
  /failed to parse|preview of field|for input string|could not be parsed|cannot parse|tried to parse field|immense term|\b(?:mapper|document)_parsing_exception/i;

/** A reason without what may be of a document: cut before it. */
export function withoutDocuments(reason: string): string {
  const at = reason.search(REPEATS_VALUES);
  if (at === -1) return reason;
  return `${reason.slice(0, at).trimEnd()} (the rest of the reason may repeat a document, and is on the page)`.trimStart();
}

/**
 * The facts of an incident for a message: no document leaves Restore Desk by one. `sensitive`: documents of the cluster are for few
 * people, so reasons that come from elsewhere are left out.
 */
export function factsForMessage(facts: IncidentFacts, sensitive: boolean): IncidentFacts {
  const cut = (reason: string | null) => (reason === null || sensitive ? null : withoutDocuments(reason));
  switch (facts.kind) {
    case 'job':
      return { ...facts, message: cut(facts.message) };
    case 'schedule':
    case 'job-waiting':
      return { ...facts, why: cut(facts.why) };
    case 'drill':
      return { ...facts, problem: cut(facts.problem) ?? 'The job says why.' };
    default:
      return facts;
  }
}
