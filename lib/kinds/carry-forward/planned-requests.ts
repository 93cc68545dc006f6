import type { PlannedRequest } from '../../contract/plan.ts';
import { formatCount } from '../../format.ts';
import type { CarryForwardPlan } from './schema.ts';

type Plan = Omit<CarryForwardPlan, 'requests' | 'fingerprint'>;

/** Every API call, in order, as a runbook would list them. */
export function plannedRequests({ changes, expected, from, query, to }: Plan): PlannedRequest[] {
  const path = (index: string) => `/${encodeURIComponent(index)}`;
  const alias = (action: 'add' | 'remove') => ({
    method: 'POST',
    path: '/_aliases',
    body: JSON.stringify({ actions: [{ [action]: { index: to.index, alias: to.loadingAlias } }] }),
  });
  return [
    { ...alias('add'), note: 'so that no request can create the index if somebody deletes it meanwhile' },
    ...(query === null
      ? []
      : [
          {
            method: 'POST',
            path: `${path(from.index)}/_search`,
            body: `{"query":{"bool":{"filter":[${query},{"ids":{"values":["…"]}}]}}}`,
            note: 'which documents the query finds, a thousand at a time',
          },
        ]),
    { method: 'POST', path: `${path(to.index)}/_mget`, note: 'what it has now, with _seq_no and _primary_term' },
    { method: 'POST', path: `${path(from.index)}/_mget`, note: 'the documents as they are now' },
    {
      method: 'POST',
      path: `/${to.loadingAlias}/_bulk?require_alias=true&pipeline=_none`,
      note:
        `create for added documents, index with if_seq_no and if_primary_term for changed ones` +
        `${changes.includes('deleted') ? ', delete with the same condition for deleted ones' : ''}; ` +
        `${formatCount(expected.total)} documents at most`,
    },
    { method: 'POST', path: `${path(to.index)}/_refresh` },
    alias('remove'),
  ];
}
