import { isReadOnly, isSecretSetting, locationOf, type Repository, settingOf } from '../contract/repository.ts';
import type { ClusterIdentity } from '../contract/cluster.ts';
import type { Check } from '../contract/plan.ts';
import type { SnapshotNode } from '../elasticsearch/snapshots/repository-abilities.ts';
import { formatList } from '../format.ts';
import { formOf, knownSettings } from '../contract/repository-types.ts';
import type { ServerLines } from '../contract/repositories-page.ts';
import { pathRepoLines, typeSupport } from './type-support.ts';

interface State {
  identity: ClusterIdentity;
  nodes: readonly SnapshotNode[] | null;
  /** All that are registered on this cluster. */
  repositories: readonly Repository[];
  /** Those of the other clusters of the configuration, as far as they are known. */
  others: readonly { cluster: string; repository: Repository }[];
}

/** What the cluster would refuse, said before anything is sent; and where two clusters would write to one place. Pure. */
export function repositoryChecks(wanted: Repository, state: State): Check[] {
  return [
    ...typeChecks(wanted, state),
    ...settingChecks(wanted),
    ...locationChecks(wanted, state),
    ...secretChecks(wanted),
    ...writerChecks(wanted, state),
  ];
}

const hintOf = (lines: readonly ServerLines[]): string =>
  lines.map(({ where, text }) => `On ${where}:\n${text}`).join('\n');

function typeChecks({ type }: Repository, { nodes, identity }: State): Check[] {
  const { state, why, lines } = typeSupport(type, nodes, identity);
  if (state === 'ok') return [];
  return [
    {
      id: 'type',
      level: state === 'missing' ? 'refuse' : 'warn',
      title:
        state === 'missing' ? `The cluster has no type ${type}` : `Unknown whether the cluster has the type ${type}`,
      detail: why ?? '',
      ...(lines.length > 0 ? { hint: hintOf(lines) } : {}),
    },
  ];
}

function settingChecks({ type, settings }: Repository): Check[] {
  const missing = (formOf(type)?.fields ?? []).filter(
    ({ name, required }) => required && !settingOf({ settings }, name),
  );
  const checks: Check[] = missing.map(({ name, label }) => ({
    id: `missing-${name}`,
    level: 'refuse',
    title: `${label} is missing`,
    detail: `A repository of the type ${type} needs the setting ${name}.`,
  }));
  const known = knownSettings(type);
  const unknown = known === null ? [] : settings.filter(({ name }) => !known.includes(name)).map(({ name }) => name);
  if (unknown.length > 0)
    checks.push({
      id: 'unknown-settings',
      level: 'warn',
      title: unknown.length === 1 ? 'A setting is unknown' : 'Settings are unknown',
      detail: `Restore Desk does not know ${formatList(unknown)} of the type ${type}. Servers accept a misspelt setting without a word, and ignore it.`,
      ...(unknown.includes('read_only') ? { hint: 'The setting for read-only is readonly.' } : {}),
    });
  const path = settingOf({ settings }, 'base_path');
  if (path !== null && /^\/|\/$/.test(path))
    checks.push({
      id: 'base-path',
      level: 'refuse',
      title: 'The path begins or ends with a slash',
      detail: `Snapshots would be written to another path than ${path} says, which no list shows.`,
      hint: `Use ${path.replace(/^\/+|\/+$/g, '') || 'no path'}.`,
    });
  return checks;
}

function locationChecks({ type, settings }: Repository, { nodes, identity }: State): Check[] {
  const location = settingOf({ settings }, 'location');
  if (type !== 'fs' || location === null || nodes === null) return [];
  if (!location.startsWith('/') && !/^[a-z]:[\\/]/i.test(location)) {
    const base = nodes.find(({ folders }) => folders.length > 0)?.folders[0];
    return base === undefined
      ? []
      : [
          {
            id: 'location',
            level: 'warn',
            title: 'The folder is relative',
            detail: `The nodes take it below the first folder of path.repo: ${base}/${location}.`,
          },
        ];
  }
  const outside = nodes.filter(
    ({ folders }) => folders.length > 0 && !folders.some((folder) => isBelow(location, folder)),
  );
  if (outside.length === 0) return [];
  return [
    {
      id: 'location',
      level: 'refuse',
      title: 'The folder is outside of path.repo',
      detail: `${formatList(
        outside.map(({ name, folders }) => `${name} has ${folders.join(', ')}`),
        3,
      )}; ${location} is in none of them.`,
      hint: `Choose a folder below one of them, or add it. ${hintOf(pathRepoLines(identity))}`,
    },
  ];
}

/** As the server compares paths: without `.`, `..` and double slashes. */
function isBelow(path: string, folder: string): boolean {
  const parts = (text: string): string[] => {
    const kept: string[] = [];
    for (const part of text.split('/'))
      if (part === '..') kept.pop();
      else if (part !== '' && part !== '.') kept.push(part);
    return kept;
  };
  const [inner, outer] = [parts(path), parts(folder)];
  return outer.every((part, place) => inner[place] === part);
}

function secretChecks({ type, settings }: Repository): Check[] {
  const secrets = settings.filter(({ name }) => isSecretSetting(name));
  if (secrets.length === 0) return [];
  return [
    {
      id: 'secret',
      level: 'refuse',
      title: 'Keys do not belong in the settings',
      detail: `${formatList(secrets.map(({ name }) => name))} would be readable by everybody who may list repositories.`,
      hint: `Put keys into the keystore of every node: bin/elasticsearch-keystore add ${type}.client.default.${secrets[0]!.name}`,
    },
  ];
}

/** Two that may write to one place destroy each other's snapshots. Source: Elasticsearch reference, “Snapshot and restore”. */
function writerChecks(wanted: Repository, { repositories, others }: State): Check[] {
  const place = placeOf(wanted);
  if (place === null || isReadOnly(wanted)) return [];
  const here = repositories.filter(
    (other) => other.name !== wanted.name && !isReadOnly(other) && placeOf(other) === place,
  );
  const elsewhere = others.filter(({ repository }) => !isReadOnly(repository) && placeOf(repository) === place);
  if (here.length === 0 && elsewhere.length === 0) return [];
  const named = [
    ...here.map(({ name }) => `${name} of this cluster`),
    ...elsewhere.map(({ cluster, repository }) => `${repository.name} of ${cluster}`),
  ];
  return [
    {
      id: 'two-writers',
      level: 'warn',
      title: 'Another repository may write to the same place',
      detail: `${formatList(named)} ${named.length === 1 ? 'is' : 'are'} there and not read-only. Two that write to one place destroy each other’s snapshots.`,
      hint: 'If it is the same storage, register this one as read-only.',
    },
  ];
}

/** The same text for the same place; null: unknown. */
function placeOf(repository: Repository): string | null {
  const location = locationOf(repository);
  return location === null ? null : `${repository.type} ${location.replace(/\/+$/, '')}`;
}
