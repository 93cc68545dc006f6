import { isReadOnly, locationOf } from '../../contract/repository.ts';
import { formatBytes, formatList, plural } from '../../format.ts';
import { typeLabel } from '../../contract/repository-types.ts';
import { describeDifference } from '../changes.ts';
import { jobKind } from '../kind.ts';
import { repositoryLock } from '../locks.ts';
import { permission } from '../permissions.ts';
import type { PlanDescription } from '../plan-description.ts';
import {
  changeRepositoryResult,
  changeRepositoryWork,
  type ChangeRepositoryPlan,
  type ChangeRepositoryResult,
  type ChangeRepositoryWork,
  type RepositoryAction,
} from './schema.ts';

const VERBS: Record<RepositoryAction, string> = {
  register: 'Register',
  change: 'Change',
  'clean-up': 'Clean up',
  unregister: 'Unregister',
};

const titleOf = ({ action, repository }: ChangeRepositoryPlan): string =>
  `${VERBS[action]} the repository ${repository.name}`;

const settingsText = ({ settings }: ChangeRepositoryPlan['repository']): string =>
  settings.map(({ name, value }) => `${name} ${value}`).join(', ') || 'none';

/** What is done, with what stays. */
function linesOf({ action, repository, before, snapshots }: ChangeRepositoryPlan): string[] {
  const have = snapshots === null ? 'its snapshots' : `its ${plural(snapshots, 'snapshot')}`;
  if (action === 'unregister')
    return [
      `Unregister ${repository.name}. The files, with ${have}, are kept; this cluster can’t restore them until the repository is registered again.`,
    ];
  if (action === 'clean-up') return [`Delete the files of ${repository.name} that no snapshot uses.`];
  return [
    `${VERBS[action]} ${repository.name}: ${typeLabel(repository.type)}${isReadOnly(repository) ? ', read-only' : ''}, at ${locationOf(repository) ?? 'a place that its settings do not name'}.`,
    `Settings: ${settingsText(repository)}.`,
    ...(before === null ? [] : [`Now: ${settingsText(before)}.`]),
  ];
}

const planDescription: PlanDescription<ChangeRepositoryPlan> = {
  changes: (displayed, current) => [
    ...describeDifference(
      displayed.repository.name,
      displayed.before === null ? 'none' : settingsText(displayed.before),
      current.before === null ? 'none' : settingsText(current.before),
      (before, after) => `has the settings ${after} now; it had ${before}.`,
    ),
  ],
  summary: (plan) => linesOf(plan).join(' '),
  review: () => ({ before: [], after: [] }),
  terminalLines: linesOf,
  guardedAlias: () => null,
};

function outcomeOf({ action, name, nodes, snapshots, deleted }: ChangeRepositoryResult): string {
  if (action === 'unregister') return `${name} is unregistered. Its files are kept.`;
  if (action === 'clean-up')
    return deleted === null || deleted.files === 0
      ? `${name} had no file without a snapshot.`
      : `${plural(deleted.files, 'file')} deleted, ${formatBytes(deleted.bytes)} freed.`;
  return `${name} is registered; verified by ${plural(nodes?.length ?? 0, 'node')}${snapshots === null ? '' : `; it has ${plural(snapshots, 'snapshot')}`}.`;
}

/** Registers, changes, cleans up or unregisters a snapshot repository. */
export const changeRepository = jobKind<ChangeRepositoryWork, ChangeRepositoryResult, ChangeRepositoryPlan>()({
  kind: 'change-repository',
  label: 'Change repository',
  noun: 'the change',
  permission: permission({
    id: 'change-repository',
    role: 'admin',
    verb: 'register, change and unregister repositories',
    changesCluster: true,
  }),
  schema: { work: changeRepositoryWork, result: changeRepositoryResult },
  planDescription,
  resume: { allowed: true, workWithoutAliasMove: (work) => work },

  plan: ({ plan }) => plan,
  clusterUuid: ({ plan }) => plan.cluster.uuid,
  title: ({ plan }) => titleOf(plan),
  locks: ({ plan }) => [repositoryLock(plan.cluster.uuid, plan.repository.name)],
  moreObjects: ({ plan }) => [plan.repository.name],
  steps: ({ plan }) => [{ id: 'change', title: titleOf(plan), phases: [] }],
  facts: ({ plan: { repository } }) => [
    { name: 'Repository', value: repository.name, code: true },
    { name: 'Type', value: typeLabel(repository.type) },
    {
      name: 'Settings',
      value: formatList(
        repository.settings.map(({ name, value }) => `${name} ${value}`),
        20,
      ),
      code: true,
    },
  ],
  outcome: outcomeOf,
  warning: ({ warning }) => warning,
  aftermath: () => 'Whether the change was made is on the page Repositories. No snapshot was deleted.',
  auditDetails: ({ action, name, nodes, deleted }) => ({ after: { action, name, nodes, deleted } }),
});
