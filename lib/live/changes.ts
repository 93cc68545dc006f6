import { at, byName, entriesOf, isNamed, namesOf, type ByName } from '../contract/by-name.ts';
import type { ClusterHealth, HealthStatus } from '../contract/cluster.ts';
import { documentsShown } from '../contract/documents-shown.ts';
import { isDrillIndex } from '../contract/drill-index.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { ClusterChange, NamedObject } from '../contract/overview.ts';
import { formatCount, formatList, plural } from '../format.ts';
import { sumOrNull } from '../sum-or-null.ts';

/** What is saved of a cluster from one read to the next, as JSON: names, so that what is gone can be named. */
export interface ClusterSnapshot {
  takenAt: string;
  status: HealthStatus | null;
  /** When the status was read, which may be before the indices; absent in snapshots of older versions. */
  statusAt?: string | null | undefined;
  /** The indices that explain the status; absent where not all are known, and in snapshots of older versions. */
  notGreen?: ByName<HealthStatus> | undefined;
  nodes: string[];
  /** Name by uuid: an index deleted and created again under its old name is another index. */
  indices: ByName<string>;
  aliases: ByName<AliasTarget>;
}

interface AliasTarget {
  indices: string[];
  documents: number | null;
}

export function snapshotOf(indices: ClusterIndices, health: ClusterHealth | null): ClusterSnapshot {
  const aliases = new Map<string, AliasTarget>();
  // A drill makes an index and deletes it, each night: no change of the cluster.
  const lasting = indices.indices.filter(({ name }) => !isDrillIndex(name));
  for (const index of lasting) {
    for (const { alias } of index.aliases) {
      const target = aliases.get(alias) ?? { indices: [], documents: 0 };
      aliases.set(alias, target);
      target.indices.push(index.name);
      target.documents = sumOrNull([target.documents, documentsShown(index, alias)]);
    }
  }
  return {
    takenAt: indices.takenAt,
    status: health?.status ?? null,
    statusAt: health?.takenAt ?? null,
    notGreen: notGreenIn(health),
    nodes: (health?.nodes ?? []).map((node) => node.name).sort(),
    indices: byName(lasting.map((index) => [index.uuid, index.name])),
    aliases: byName(aliases),
  };
}

function notGreenIn(health: ClusterHealth | null): ByName<HealthStatus> | undefined {
  if (health === null || health.reasonsLeftOut > 0 || health.reasons.some(({ index }) => index === null))
    return undefined;
  return byName(health.reasons.map(({ index, status }): [string, HealthStatus] => [index ?? '', status]));
}

/** Up to this many of a kind get a sentence each; more get one together. */
const MAX_NAMED = 4;
/** Of a change that is about more, the first are saved. */
const MAX_SUBJECTS = 50;
/** The share of an alias's documents whose loss between two snapshots is reported. */
const REPORTED_LOSS = 0.1;

/** The job of this Restore Desk that changed a name between the two snapshots. */
export type JobOf = (name: string) => string | null;

interface Difference {
  level: ClusterChange['level'];
  sentence: string;
  /** Names of nodes, aliases or indices: a job that changed one of them did it. */
  subjects: readonly string[];
  /** More that it is about: the indices that an alias was switched from. */
  also?: readonly string[];
  /** The indices and aliases in the sentence. */
  named?: readonly NamedObject[];
}

/** Those of a list that `formatList` writes. */
const WRITTEN = 3;
const named = (of: NamedObject['of'], names: readonly string[]): NamedObject[] =>
  names.slice(0, WRITTEN).map((name) => ({ name, of }));

/**
 * The differences as sentences. What a job did has the level `idle`. `jobSinceStatus`: as `jobOf`, since the status of
 * `before` was read. Pure.
 */
export function changesBetween(
  before: ClusterSnapshot,
  now: ClusterSnapshot,
  jobOf: JobOf,
  jobSinceStatus: JobOf = jobOf,
): Omit<ClusterChange, 'id'>[] {
  const differences = [
    ...nodeChanges(before, now, jobOf),
    ...aliasChanges(before.aliases, now.aliases, jobOf),
    ...indexChanges(before.indices, now.indices, jobOf),
  ].map(({ level, sentence, subjects, also = [], named: names = [] }) => ({
    level,
    sentence,
    named: [...names],
    subjects: [...subjects, ...also].slice(0, MAX_SUBJECTS),
    job: subjects.map(jobOf).find((id) => id !== null) ?? null,
  }));
  const health = healthChange(before, now, jobSinceStatus).map((change) => ({ ...change, subjects: [], named: [] }));
  return [...differences, ...health].map(({ job, level, named: names, sentence, subjects }) => ({
    at: now.takenAt,
    after: before.takenAt,
    level: job === null ? level : 'idle',
    sentence,
    subjects,
    ...(names.length === 0 ? {} : { named: names }),
    job,
  }));
}

/** None where a snapshot is without nodes: the health was unknown then. */
function nodeChanges(before: ClusterSnapshot, now: ClusterSnapshot, jobOf: JobOf): Difference[] {
  if (before.nodes.length === 0 || now.nodes.length === 0) return [];
  return [
    ...perJob(without(before.nodes, now.nodes), jobOf, {
      level: 'bad',
      one: (node) => `Node ${node} left.`,
      many: (list) => `Nodes left: ${list}.`,
    }),
    ...perJob(without(now.nodes, before.nodes), jobOf, {
      level: 'idle',
      one: (node) => `Node ${node} joined.`,
      many: (list) => `Nodes joined: ${list}.`,
    }),
  ];
}

function aliasChanges(before: ClusterSnapshot['aliases'], now: ClusterSnapshot['aliases'], jobOf: JobOf): Difference[] {
  const gone = without(namesOf(before), namesOf(now)).sort();
  const created = without(namesOf(now), namesOf(before)).sort();
  const remaining = namesOf(now)
    .filter((alias) => isNamed(before, alias))
    .sort();
  return [
    ...perJob(gone, jobOf, {
      level: 'bad',
      of: 'alias',
      pointsTo: (alias) => at(before, alias)!.indices,
      one: (alias) => `Alias ${alias} was removed; it pointed to ${formatList(at(before, alias)!.indices)}.`,
      many: (list) => `Aliases were removed: ${list}.`,
    }),
    ...remaining.flatMap((alias) => moveOrLoss(alias, at(before, alias)!, at(now, alias)!)),
    ...perJob(created, jobOf, {
      level: 'idle',
      of: 'alias',
      pointsTo: (alias) => at(now, alias)!.indices,
      one: (alias) => `Alias ${alias} is new: it points to ${formatList(at(now, alias)!.indices)}.`,
      many: (list) => `Aliases are new: ${list}.`,
    }),
  ];
}

function moveOrLoss(alias: string, was: AliasTarget, is: AliasTarget): Difference[] {
  const subjects = [alias, ...is.indices];
  if (!sameNames(was.indices, is.indices)) {
    const [from, to] = [formatList(was.indices), formatList(is.indices)];
    const documents = documentChange(was.documents, is.documents);
    const sentence = `Alias ${alias} was switched from ${from} to ${to}${documents}.`;
    const names = [...named('alias', [alias]), ...named('index', was.indices), ...named('index', is.indices)];
    return [{ level: 'warn', sentence, subjects, also: was.indices, named: names }];
  }
  if (!lostDocuments(was.documents, is.documents)) return [];
  const [earlier, current] = [formatCount(was.documents), formatCount(is.documents)];
  const sentence = `Alias ${alias} has ${current} documents; it had ${earlier}.`;
  return [{ level: 'bad', sentence, subjects, named: named('alias', [alias]) }];
}

function indexChanges(before: ClusterSnapshot['indices'], now: ClusterSnapshot['indices'], jobOf: JobOf): Difference[] {
  const gone = namesOf(before).filter((uuid) => !isNamed(now, uuid));
  const created = namesOf(now).filter((uuid) => !isNamed(before, uuid));
  const goneNames = gone.map((uuid) => at(before, uuid)!);
  const newNames = new Set(created.map((uuid) => at(now, uuid)!));
  const replaced = goneNames.filter((name) => newNames.has(name));
  return [
    ...perJob(replaced, jobOf, {
      level: 'bad',
      of: 'index',
      one: (name) => `Index ${name} was deleted and created again.`,
      many: (list) => `Indices were deleted and created again: ${list}.`,
    }),
    ...perJob(without(goneNames, replaced), jobOf, {
      level: 'warn',
      of: 'index',
      one: (name) => `Index ${name} was deleted.`,
      many: (list, count) => `${plural(count, 'index', 'indices')} deleted: ${list}.`,
    }),
    ...perJob(without([...newNames], replaced), jobOf, {
      level: 'idle',
      of: 'index',
      one: (name) => `Index ${name} is new.`,
      many: (list, count) => `${plural(count, 'index', 'indices')} new: ${list}.`,
    }),
  ];
}

/** A change of health is a job's where every index that explains it is one that the job changed, and no node left. */
function healthChange(
  before: ClusterSnapshot,
  now: ClusterSnapshot,
  jobOf: JobOf,
): (Pick<Difference, 'level' | 'sentence'> & { job: string | null })[] {
  const { status: was } = before;
  const { status: is } = now;
  if (was === null || is === null || was === is) return [];
  const level = is === 'red' ? 'bad' : is === 'yellow' ? 'warn' : 'idle';
  const jobs = indicesBehind(before, now).map(jobOf);
  const isOurs = jobs.every((job) => job !== null) && without(before.nodes, now.nodes).length === 0;
  return [{ level, sentence: `Health went from ${was} to ${is}.`, job: isOurs ? (jobs.at(-1) ?? null) : null }];
}

/** The indices that explain a change of the cluster's health: those that are worse than it was, or no longer are. */
function indicesBehind(before: ClusterSnapshot, now: ClusterSnapshot): string[] {
  const [was, is] = [RANK[before.status ?? 'green'], RANK[now.status ?? 'green']];
  const worseThan = (rank: number, { notGreen }: ClusterSnapshot) =>
    entriesOf(notGreen)
      .filter(([, status]) => RANK[status] > rank)
      .map(([name]) => name);
  return is > was ? worseThan(was, now) : without(worseThan(is, before), worseThan(is, now));
}

const RANK: Record<HealthStatus, number> = { green: 0, yellow: 1, red: 2 };

/** One group of sentences for each job, and one for what no job did. */
function perJob(
  names: readonly string[],
  jobOf: JobOf,
  {
    level,
    of,
    pointsTo = () => [],
    one,
    many,
  }: Pick<Difference, 'level'> & {
    /** Absent: nodes. */
    of?: NamedObject['of'];
    /** The indices that `one` names beside the alias. */
    pointsTo?: (alias: string) => readonly string[];
    one: (name: string) => string;
    many: (list: string, count: number) => string;
  },
): Difference[] {
  const byJob = new Map<string | null, string[]>();
  for (const name of names) {
    const known = byJob.get(jobOf(name));
    if (known) known.push(name);
    else byJob.set(jobOf(name), [name]);
  }
  return [...byJob.values()].flatMap((some): Difference[] =>
    some.length <= MAX_NAMED
      ? some.map((name) => ({
          level,
          sentence: one(name),
          subjects: [name],
          named: of === undefined ? [] : [...named(of, [name]), ...named('index', pointsTo(name))],
        }))
      : [
          {
            level,
            sentence: many(formatList(some), some.length),
            subjects: some,
            named: of === undefined ? [] : named(of, some),
          },
        ],
  );
}

const without = (some: readonly string[], others: readonly string[]) => {
  const known = new Set(others);
  return some.filter((each) => !known.has(each));
};
export const sameNames = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
export const lostDocuments = (was: number | null, is: number | null) =>
  was !== null && is !== null && was > 0 && (was - is) / was >= REPORTED_LOSS;
const documentChange = (was: number | null, is: number | null) =>
  was === null || is === null || was === is ? '' : `, with ${formatCount(is)} documents instead of ${formatCount(was)}`;
