import { toAliasState } from '../../aliases/alias-targets.ts';
import { switchActions } from '../../aliases/make-switch-plan.ts';
import type { PlannedRequest } from '../../contract/plan.ts';
import { aliasActions } from '../../elasticsearch/admin/aliases.ts';
import { bodyOfRestore, restorePath } from '../../elasticsearch/snapshots/restore-index.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

type Plan = Omit<RestoreSnapshotPlan, 'requests' | 'fingerprint'>;

/** Every request of the restore, in order, as a runbook would list them. */
export const plannedRequests = (plan: Plan): PlannedRequest[] => [
  ...restoreRequests(plan),
  ...proofRequests(plan),
  ...settingsRequests(plan),
  ...aliasRequests(plan),
];

const pathOf = ({ target }: Plan): string => `/${encodeURIComponent(target.index)}`;

/** What is sent to begin the restore. */
export const indexToRestore = ({ snapshot, target, settings }: Pick<Plan, 'snapshot' | 'target' | 'settings'>) => ({
  repository: snapshot.repository,
  snapshot: snapshot.name,
  index: snapshot.index,
  into: target.index,
  settings: settings.restore,
  ignored: settings.ignored,
});

const restoreRequests = (plan: Plan): PlannedRequest[] => [
  {
    method: 'POST',
    path: `${restorePath(indexToRestore(plan))}?wait_for_completion=false`,
    body: JSON.stringify(bodyOfRestore(indexToRestore(plan))),
    note: 'one index under a new name, without aliases and cluster state',
  },
  {
    method: 'POST',
    path: '/_aliases',
    body: JSON.stringify({ actions: [{ add: { index: plan.target.index, alias: plan.target.loadingAlias } }] }),
    note: 'marks the index as unfinished until it is proved',
  },
  { method: 'GET', path: `${pathOf(plan)}/_recovery`, note: 'until every primary shard has started' },
];

const proofRequests = (plan: Plan): PlannedRequest[] => [
  { method: 'POST', path: `${pathOf(plan)}/_refresh` },
  {
    method: 'GET',
    path: `${pathOf(plan)}/_stats/docs?level=shards`,
    note:
      plan.snapshot.digest === null
        ? 'compared with the numbers of the snapshot'
        : 'compared with the numbers of the snapshot; then every document is read, for the digest',
  },
];

function settingsRequests(plan: Plan): PlannedRequest[] {
  const { afterwards, last } = plan.settings;
  const settings = { ...afterwards, ...last };
  return Object.keys(settings).length === 0
    ? []
    : [{ method: 'PUT', path: `${pathOf(plan)}/_settings`, body: JSON.stringify(settings) }];
}

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
