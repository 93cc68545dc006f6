import { isReadOnly, repositoryName, repositoryType, type Repository } from '../../contract/repository.ts';
import type { Check, PlannedRequest } from '../../contract/plan.ts';
import { capabilitiesOf } from '../../elasticsearch/capabilities.ts';
import { listSnapshotNames, runningSnapshots } from '../../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories, pathOf } from '../../elasticsearch/snapshots/repositories.ts';
import { readSnapshotNodes } from '../../elasticsearch/snapshots/repository-abilities.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatList } from '../../format.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { passedChecks } from '../../snapshots/passed-checks.ts';
import { repositoryChecks } from '../../snapshots/repository-checks.ts';
import type { PlanKind } from '../run-kind.ts';
import type { ChangeRepositoryPlan, RepositoryAction } from './schema.ts';

export type RepositoryRequest = {
  name: string;
  /** Repositories of the other clusters of the configuration, as far as they are known. */
  others?: readonly { cluster: string; repository: Repository }[];
} & (
  | { action: 'register' | 'change'; type: string; settings: Repository['settings'] }
  | { action: 'clean-up' | 'unregister' }
);

/** What a change of a repository does. Throws `not_found` where there is none of the name, `invalid_input` for a bad name. */
export const planChangeRepository: PlanKind<RepositoryRequest, ChangeRepositoryPlan> = async (
  { cluster },
  request,
  { signal },
) => {
  const { action } = request;
  const name = parse(repositoryName, request.name);
  const identity = await cluster.identity(signal);
  const repositories = await listRepositories(cluster, signal);
  const before = repositories.find((repository) => repository.name === name) ?? null;
  if (before === null && action !== 'register')
    throw new AppError('not_found', `There is no repository ${name}.`, {
      hint: `Registered: ${formatList(repositories.map((repository) => repository.name)) || 'none'}.`,
    });
  const repository = 'type' in request ? wantedOf(name, request) : before!;
  const [nodes, names, running] = await Promise.all([
    readSnapshotNodes(cluster, signal),
    before === null ? null : snapshotsOf(() => listSnapshotNames(cluster, name, signal)),
    runningSnapshots(cluster, signal),
  ]);
  const state = { identity, nodes, repositories, others: request.others ?? [] };
  const problems = 'type' in request ? repositoryChecks(repository, state) : [];
  return {
    kind: 'change-repository',
    cluster: identity,
    plannedAt: new Date().toISOString(),
    action,
    repository,
    before,
    snapshots: names?.length ?? null,
    checks: [
      ...problems,
      ...('type' in request ? passedChecks(repository, problems, nodes?.length ?? null) : []),
      ...existenceChecks(action, before),
      ...useChecks(action, name, running),
      ...cleanUpChecks(action, repository, capabilitiesOf(identity).repositoryCleanUp),
    ],
    requests: requestsOf(action, repository),
    fingerprint: fingerprintOf({ kind: 'change-repository', cluster: identity.uuid, action, repository, before }),
  };
};

function parse<T>(
  schema: {
    safeParse(
      value: unknown,
    ): { success: true; data: T } | { success: false; error: { issues: { message: string }[] } };
  },
  value: unknown,
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', parsed.error.issues[0]?.message ?? 'This can’t be used.');
}

const wantedOf = (name: string, { type, settings }: Pick<Repository, 'type' | 'settings'>): Repository => ({
  name,
  type: parse(repositoryType, type),
  settings: settings
    .filter(({ value }) => value !== '')
    .map(({ name: setting, value }) => ({ name: setting, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
});

/** null: the cluster can't list them. */
async function snapshotsOf<T>(list: () => Promise<T[]>): Promise<T[] | null> {
  try {
    return await list();
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return null;
  }
}

function existenceChecks(action: RepositoryAction, before: Repository | null): Check[] {
  if (action !== 'register' || before === null) return [];
  return [
    {
      id: 'exists',
      level: 'refuse',
      title: `There is a repository ${before.name} already`,
      detail: 'Registering it again would change its settings.',
      hint: 'Choose another name, or change the repository.',
    },
  ];
}

/** The servers refuse it, with a text that differs by version. */
function useChecks(
  action: RepositoryAction,
  name: string,
  running: readonly { repository: string; snapshot: string }[],
): Check[] {
  const using = running.filter(({ repository }) => repository === name);
  if (action === 'register') return [];
  if (using.length === 0)
    return [{ id: 'in-use', level: 'ok', title: `No snapshot is being taken in ${name}`, detail: 'It is not in use.' }];
  return [
    {
      id: 'in-use',
      level: 'refuse',
      title: `A snapshot is being taken in ${name}`,
      detail: `${formatList(using.map(({ snapshot }) => snapshot))} must end first.`,
    },
  ];
}

function cleanUpChecks(action: RepositoryAction, repository: Repository, isAble: boolean): Check[] {
  if (action !== 'clean-up') return [];
  const refuse = (id: string, title: string, detail: string): Check => ({ id, level: 'refuse', title, detail });
  if (!isAble)
    return [
      refuse(
        'unsupported',
        'This server can’t clean up a repository',
        'Elasticsearch 7.4 and later and OpenSearch can; Elasticsearch 6 would take a snapshot instead.',
      ),
    ];
  return isReadOnly(repository)
    ? [refuse('read-only', `${repository.name} is read-only`, 'Nothing in it can be deleted from this cluster.')]
    : [];
}

function requestsOf(action: RepositoryAction, { name, type, settings }: Repository): PlannedRequest[] {
  if (action === 'unregister') return [{ method: 'DELETE', path: pathOf(name), note: 'The files are kept.' }];
  if (action === 'clean-up') return [{ method: 'POST', path: `${pathOf(name)}/_cleanup` }];
  const body = { type, settings: Object.fromEntries(settings.map((setting) => [setting.name, setting.value])) };
  return [
    { method: 'PUT', path: `${pathOf(name)}?verify=true`, body: JSON.stringify(body) },
    { method: 'POST', path: `${pathOf(name)}/_verify`, note: 'Which nodes can use it.' },
  ];
}
