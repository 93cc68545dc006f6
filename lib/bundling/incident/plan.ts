import type { Plan } from '../../contract/plan.ts';
import { visibleText } from '../../json/visible-text.ts';
import { kinds } from '../../kinds/kinds.ts';
import { curlScript } from '../../present/curl.ts';
import type { IncidentPart, IncidentSource } from './source.ts';
import { jsonOf, textOf } from './text.ts';

const NO_PLAN = 'A job of this kind has no plan, or this version of Restore Desk does not know it.';

/** As it was confirmed. Without the right to read documents, without checks and options: they can quote documents. */
export function planPart({ documents, job: { work } }: IncidentSource): IncidentPart {
  const plan = kinds.of(work).plan(work);
  const name = 'plan.json';
  if (plan === null) return { name, what: '', leftOut: NO_PLAN };
  if (documents.included) return { name, what: 'The plan that was confirmed.', content: jsonOf(plan) };
  return {
    name,
    what: 'The requests of the plan that was confirmed. The rest of it can quote documents.',
    content: jsonOf(shownOf(plan)),
  };
}

const shownOf = ({ cluster, fingerprint, kind, plannedAt, requests }: Plan) => ({
  kind,
  cluster,
  plannedAt,
  requests,
  fingerprint,
});

/** The requests of the plan, as the page of the job has them. */
export function requestsPart({ job: { work } }: IncidentSource): IncidentPart {
  const plan = kinds.of(work).plan(work);
  const name = 'requests.txt';
  if (plan === null) return { name, what: '', leftOut: NO_PLAN };
  const requests = plan.requests.map(({ note, ...request }) => ({
    ...request,
    ...(note === undefined ? {} : { note: visibleText(note) }),
  }));
  return {
    name,
    what: 'The requests of the plan as curl commands: without the address of the cluster, and without credentials.',
    content: textOf(requests.length === 0 ? '# No request is sent to the cluster.' : curlScript(requests)),
  };
}
