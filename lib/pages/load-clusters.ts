import { strictestRulesOfAll } from '../access/cluster-rules.ts';
import { roleOn, type Identity } from '../access/roles.ts';
import { configuration, configuredClusters, type ConfiguredCluster } from '../config.ts';
import type { ClustersPage, ClusterStanding, StandingApprovals } from '../contract/clusters-page.ts';
import { samePerson } from '../contract/person.ts';
import type { Approval } from '../contract/reviews.ts';
import { isAppError } from '../errors.ts';
import { runner } from '../jobs/jobs.ts';
import { allOpenApprovals } from '../jobs/store/approvals.ts';
import { openIncidentsOfAll } from '../jobs/store/incidents-of-all.ts';
import { aliveJobsOfAll } from '../jobs/store/jobs-of-all.ts';
import { lastDrillOfAll } from '../jobs/store/last-drills.ts';
import { historyOf } from '../live/cluster-history.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { processGlobal } from '../process-wide.ts';
import { worstFirst } from '../present/worst-first.ts';
import { rememberedAliasFacts } from './alias-facts.ts';
import { clusterStanding, type StoredFacts } from './cluster-standing.ts';

/** An older answer is read again: shorter than the interval of the polls. */
const HEALTH_MAX_AGE_MS = 4_000;
/** As often as the watch reads it: a list of indices is large. */
const INDICES_MAX_AGE_MS = 15_000;
/** Aliases and backups are compared again: many requests to a store of backups. */
const ALIASES_MAX_AGE_MS = 60_000;
/** Many browsers are served with the same work. */
const SAME_FOR_MS = 1_000;

interface OfAll {
  standings: ClusterStanding[];
  /** The keys under which the plans of a cluster wait for a second person; of a cluster that asks for none there is no entry. */
  approvalKeys: ReadonlyMap<string, readonly string[]>;
  approvals: readonly Approval[];
  problem: string | null;
  takenAt: string;
  /** By the monotonic clock. */
  at: number;
}

const last = processGlobal('standings', () => ({ ofAll: null as OfAll | null }));

/**
 * How the clusters of a person are, the worst first, by the last answers: it waits for no cluster. Answers that are old are read again
 * for the next poll.
 */
export function loadClusters(identity: Identity, clusters: readonly ConfiguredCluster[]): ClustersPage {
  const ofAll = standingsOfAll();
  const { roles, signIn } = configuration();
  const standings = clusters.flatMap((cluster): ClusterStanding[] => {
    const standing = ofAll.standings.find(({ key }) => key === cluster.key);
    if (standing === undefined) return [];
    const role = signIn.kind === 'none' ? null : roleOn(identity, cluster, roles);
    const approvals = approvalsOf(ofAll, cluster.key, identity.name);
    return [{ ...standing, ...(role && { role }), ...(approvals && { approvals }) }];
  });
  return {
    takenAt: ofAll.takenAt,
    clusters: worstFirst(standings),
    ...(ofAll.problem !== null && { problem: ofAll.problem }),
  };
}

function standingsOfAll(): OfAll {
  const { ofAll } = last();
  if (ofAll !== null && performance.now() - ofAll.at < SAME_FOR_MS) return ofAll;
  return (last().ofAll = makeStandings());
}

function makeStandings(): OfAll {
  const now = Date.now();
  const clusters = configuredClusters();
  const { approvals, problem, storedOf } = readStored();
  const rules = strictestRulesOfAll(clusters);
  return {
    standings: clusters.map((cluster) =>
      clusterStanding({
        cluster,
        ...known(cluster),
        isProtected: rules.get(cluster.key)!.strictest.protected,
        stored: storedOf(cluster.key),
        now,
      }),
    ),
    approvalKeys: new Map(
      [...rules]
        .filter(([, { strictest }]) => strictest.approval)
        .map(([key, { approvalKeys }]) => [key, approvalKeys]),
    ),
    approvals,
    problem,
    takenAt: new Date(now).toISOString(),
    at: performance.now(),
  };
}

function known(cluster: ConfiguredCluster) {
  const reads = readsOf(cluster.key);
  reads.health.peek(HEALTH_MAX_AGE_MS);
  reads.indices.peek(INDICES_MAX_AGE_MS);
  return { reads, spans: historyOf(cluster.key).healthSpans, facts: rememberedAliasFacts(cluster, ALIASES_MAX_AGE_MS) };
}

interface Stored {
  storedOf: (cluster: string) => StoredFacts | null;
  approvals: readonly Approval[];
  problem: string | null;
}

/** Of all clusters at once. A database that is locked is not waited for. */
function readStored(): Stored {
  try {
    const { store } = runner();
    return store.withoutWaiting((): Stored => {
      const [open, alive, drills] = [openIncidentsOfAll(store), aliveJobsOfAll(store), lastDrillOfAll(store)];
      return {
        storedOf: (key) => ({ open: open.get(key), alive: alive.get(key), drill: drills.get(key) }),
        approvals: allOpenApprovals(store),
        problem: null,
      };
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { storedOf: () => null, approvals: [], problem: error.message };
  }
}

/** As this person sees them; null: none. */
function approvalsOf({ approvalKeys, approvals }: OfAll, cluster: string, person: string): StandingApprovals | null {
  const keys = approvalKeys.get(cluster);
  const here = keys === undefined ? [] : approvals.filter((each) => keys.includes(each.cluster));
  if (here.length === 0) return null;
  const own = here.filter(({ requestedBy }) => samePerson(requestedBy, person));
  const waiting = own.filter(({ state }) => state === 'waiting').length;
  const others = here.filter((each) => each.state === 'waiting' && !own.includes(each)).length;
  return { others, waiting, approved: own.length - waiting };
}
