import type { PlannedRequest } from '../../contract/plan.ts';
import type { RestorePlan } from './schema.ts';
import { aliasActions } from '../../elasticsearch/admin/aliases.ts';
import { formatCount } from '../../format.ts';
import { toAliasState } from '../../aliases/alias-targets.ts';
import { switchActions } from '../../aliases/make-switch-plan.ts';

type Plan = Omit<RestorePlan, 'requests' | 'fingerprint'>;

/** Every API call of the restore, in order, as a runbook would list them. */
export const plannedRequests = (plan: Plan): PlannedRequest[] => [
  ...createRequests(plan),
  ...loadRequests(plan),
  ...settingsRequests(plan),
  ...proofRequests(plan),
  ...aliasRequests(plan),
];

const pathOf = ({ target }: Plan): string => `/${encodeURIComponent(target.index)}`;

const createRequests = (plan: Plan): PlannedRequest[] =>
  plan.target.uuid !== null
    ? []
    : [
        {
          method: 'PUT',
          path: pathOf(plan),
          body: JSON.stringify({
            settings: plan.settings.create,
            mappings: plan.mappings.create,
            aliases: { [plan.target.loadingAlias]: {} },
          }),
          note: 'the loading alias is removed when the restore is complete',
        },
      ];

const loadRequests = (plan: Plan): PlannedRequest[] => [
  {
    method: 'POST',
    path: `/${plan.target.loadingAlias}/_bulk?require_alias=true&pipeline=_none`,
    note: `${formatCount(plan.backup.documents)} documents in requests of a few megabytes; the response of each item is read`,
  },
  { method: 'POST', path: `${pathOf(plan)}/_refresh` },
];

const settingsRequests = (plan: Plan): PlannedRequest[] =>
  plan.target.uuid !== null && plan.resume === null
    ? []
    : [
        {
          method: 'PUT',
          path: `${pathOf(plan)}/_settings`,
          body: JSON.stringify(plan.settings.afterLoad),
          note: 'the settings that were changed for the load',
        },
        { method: 'GET', path: pathOf(plan), note: 'settings and mappings, compared with this plan' },
      ];

const proofRequests = (plan: Plan): PlannedRequest[] => [
  { method: 'GET', path: `/_cluster/health${pathOf(plan)}?wait_for_status=yellow&timeout=60s` },
  {
    method: 'GET',
    path: `${pathOf(plan)}/_count`,
    note: 'then every document is read through a point in time, for the digest',
  },
];

function aliasRequests({ after, alias, before, cluster, switchAlias, target }: Plan): PlannedRequest[] {
  const removal = {
    method: 'POST',
    path: '/_aliases',
    body: JSON.stringify({ actions: [{ remove: { index: target.index, alias: target.loadingAlias } }] }),
  };
  if (!switchAlias || alias === null) return [removal];
  const actions = aliasActions(cluster, switchActions(alias, toAliasState(before), after));
  return [
    { method: 'POST', path: '/_aliases', body: JSON.stringify({ actions }), note: 'all actions in one step, or none' },
    removal,
  ];
}
