import type { ConfiguredCluster } from '../config.ts';
import type { IndexPage, IndexShards, IndexStanding, ShardCopy } from '../contract/index-page.ts';
import { isAppError, toFailure, type Failure } from '../errors.ts';
import { historyOf } from '../live/cluster-history.ts';
import { MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { UNWATCHED_AFTER_MS } from '../live/document-counts.ts';
import { readsOfIndex } from '../live/index-reads.ts';
import type { SharedRead } from '../live/shared-read.ts';
import { lossesOf, pointsOfIndex } from '../present/index-losses.ts';
import { documentHistoryOf } from './document-history.ts';
import { backupsOfIndex } from './index-backups.ts';
import { jobRowsOf, jobsOfIndex } from './index-jobs.ts';
import type { Viewer } from './job-for.ts';
import { standingOf } from './index-standing.ts';
import { at } from '../contract/by-name.ts';

const SHARDS_MAX_AGE_MS = 4_000;
const MAX_COPIES = 200;
const MAX_CHANGES = 20;

/** What is known of one name, also where there is no such index, or no answer of the cluster; its jobs as `viewer` may read them. */
export async function loadIndex(cluster: ConfiguredCluster, name: string, viewer: Viewer = null): Promise<IndexPage> {
  const jobsOfIt = jobsOfIndex(cluster, name);
  const { standing, takenAt, lastKnown } = await standingOf(cluster, name, jobsOfIt);
  const [shards, health, backups] = await Promise.all([
    standing.state === 'exists' ? shardsOf(cluster, name) : undefined,
    standing.state === 'exists' && standing.index.health !== 'green' ? reasonOf(cluster, name) : undefined,
    backupsOfIndex(cluster, name, standing, viewer),
  ]);
  const { history, losses } = countsOf(cluster, standing);
  return {
    name,
    takenAt,
    standing: knownAnyway(standing, backups.matching),
    ...(shards === undefined ? {} : { shards }),
    ...(health === undefined ? {} : { health }),
    ...jobRowsOf(jobsOfIt, standing, viewer),
    changes: historyOf(cluster.key)
      .changes.filter(({ subjects }) => subjects?.includes(name))
      .slice(0, MAX_CHANGES),
    losses,
    backups,
    history,
    ...(lastKnown === undefined ? {} : { lastKnown }),
  };
}

const knownAnyway = (standing: IndexStanding, backups: number): IndexStanding =>
  standing.state === 'missing' && backups > 0 ? { ...standing, known: true } : standing;

type Part<T> = { known: true; value: T } | { known: false; failure: Failure };

/** The value of a read, or why there is none: a missing privilege hides one part of the page, not the page. */
async function partOf<T>(read: SharedRead<T>): Promise<Part<T>> {
  try {
    return { known: true, value: await read.read({ maxAgeMs: SHARDS_MAX_AGE_MS, waitMs: MAX_WAIT_MS }) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { known: false, failure: toFailure(error) };
  }
}

async function shardsOf(cluster: ConfiguredCluster, name: string): Promise<Part<IndexShards>> {
  const copies = await partOf(readsOfIndex(cluster.key, name).copies);
  if (!copies.known) return copies;
  const nodes = readsOf(cluster.key).health.reading().value?.nodes ?? [];
  const holding = new Set(copies.value.flatMap(({ node, to }) => [node, to]));
  return {
    known: true,
    value: {
      copies: copies.value.toSorted(problemsFirst).slice(0, MAX_COPIES),
      total: copies.value.length,
      assigned: copies.value.filter(({ node }) => node !== null).length,
      emptyNodes: nodes.filter(({ data, name: node }) => data && !holding.has(node)).map(({ name: node }) => node),
    },
  };
}

const problemsFirst = (a: ShardCopy, b: ShardCopy): number =>
  Number(a.state === 'started') - Number(b.state === 'started');

async function reasonOf(cluster: ConfiguredCluster, name: string): Promise<IndexPage['health']> {
  const reason = await partOf(readsOfIndex(cluster.key, name).reason);
  return reason.known ? { known: true, value: { sentence: reason.value } } : reason;
}

/** The counts of an alias that points to this index alone; of several the one with the most. */
function countsOf(cluster: ConfiguredCluster, standing: IndexStanding): Pick<IndexPage, 'history' | 'losses'> {
  if (standing.state !== 'exists') return { history: null, losses: [] };
  const { index, aliases, group } = standing;
  const observed = historyOf(cluster.key);
  const names = [...new Set([...aliases.map(({ alias }) => alias), ...(group === null ? [] : [group])])];
  const best = names
    .map((alias) => ({ alias, points: pointsOfIndex(observed.countsOf(alias), index.uuid) }))
    .map((each) => ({ ...each, counted: each.points.filter(({ documents }) => documents !== null).length }))
    .sort((a, b) => b.counted - a.counted)[0];
  if (best === undefined || best.counted === 0) return { history: null, losses: [] };
  const { alias, points } = best;
  const { watched, counts } = documentHistoryOf(
    { countsOf: () => points, watched: observed.watched },
    [{ alias }],
    Date.now(),
  );
  return {
    history: { alias, watched: watched.map(([began, ended]) => [began, ended]), changes: at(counts, alias) ?? [] },
    losses: lossesOf(points, UNWATCHED_AFTER_MS),
  };
}
