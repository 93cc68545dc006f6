import type { CarryTarget } from '../../contract/carry-schema.ts';
import type { PlannedRequest } from '../../contract/plan.ts';
import { formatCount } from '../../format.ts';
import type { CarryForwardPlan } from './schema.ts';

type Plan = Omit<CarryForwardPlan, 'requests' | 'fingerprint'>;

/** Every API call, in order, as a runbook would list them. */
export function plannedRequests({ changes, expected, from, query, to }: Plan): PlannedRequest[] {
  const path = (index: string) => `/${encodeURIComponent(index)}`;
  const search = (index: string, note: string) => ({
    method: 'POST',
    path: `${path(index)}/_search`,
    body: `{"query":{"bool":{"filter":[${query},{"ids":{"values":["…"]}}]}}}`,
    note,
  });
  return [
    addAlias(to),
    ...(query === null ? [] : [search(from.index, 'which documents the query finds, a thousand at a time')]),
    ...(query === null || !changes.includes('deleted')
      ? []
      : [search(to.index, 'which documents to delete the query finds, a thousand at a time')]),
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
    removeAlias(to),
  ];
}

/** Before the writes. */
export const addAlias = (to: CarryTarget): PlannedRequest => ({
  ...changeAlias('add', to),
  note: 'so that no request can create the index if somebody deletes it meanwhile',
});

/** After them. */
export const removeAlias = (to: CarryTarget): PlannedRequest => changeAlias('remove', to);

const changeAlias = (action: 'add' | 'remove', { index, loadingAlias }: CarryTarget): PlannedRequest => ({
  method: 'POST',
  path: '/_aliases',
  body: JSON.stringify({ actions: [{ [action]: { index, alias: loadingAlias } }] }),
});
