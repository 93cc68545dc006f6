import type { ConfiguredCluster } from '../config.ts';
import type { ClusterHealth } from '../contract/cluster.ts';
import type { ClusterStanding, StandingHealth } from '../contract/clusters-page.ts';
import type { HealthSpan } from '../contract/overview.ts';
import { incidentWords } from '../incidents/words.ts';
import type { OpenOfCluster } from '../jobs/store/incidents-of-all.ts';
import type { AliveOfCluster } from '../jobs/store/jobs-of-all.ts';
import type { LastDrill } from '../jobs/store/last-drills.ts';
import type { ClusterReads } from '../live/cluster-reads.ts';
import { answersNow, silenceOf } from '../live/silence-of.ts';
import { cutName, namedOf } from '../present/cut-name.ts';
import { diskLabel } from '../present/disk-label.ts';
import { concernOf } from '../present/worst-first.ts';
import type { AliasFacts } from './alias-facts.ts';

/** Bytes: with the longest names everywhere, a cluster takes less than 2,000 of them. */
const NAME_BYTES = 70;
const SENTENCE_BYTES = 160;
const FIRST_NAMES = 2;

/** What the jobs' database says of one cluster. null: it can't be read. */
export interface StoredFacts {
  /** undefined: none is open. */
  open: OpenOfCluster | undefined;
  alive: AliveOfCluster | undefined;
  drill: LastDrill | undefined;
}

interface Known {
  cluster: ConfiguredCluster;
  /** It is protected here, or by another entry of the same cluster. */
  isProtected: boolean;
  reads: Pick<ClusterReads, 'health' | 'indices'>;
  spans: readonly HealthSpan[];
  stored: StoredFacts | null;
  facts: AliasFacts | null;
  /** Milliseconds. */
  now: number;
}

/** How a cluster is by what is known of it: nothing is requested. */
export function clusterStanding({ cluster, facts, isProtected, now, reads, spans, stored }: Known): ClusterStanding {
  const { colour, environment, key, name, readOnly, verificationOff } = cluster;
  const judged = {
    health: healthOf(reads, spans),
    incidents: stored && incidentsOf(stored.open, now),
    aliases: aliasesOf(facts, stored?.open?.troubled ?? null),
    drill: stored && drillOf(stored.drill),
    jobs: stored && jobsOf(stored.alive),
  };
  const concern = concernOf(judged, { criticalAliases: stored?.open?.criticalAliases ?? 0, now });
  return { key, name, environment, colour, readOnly, protected: isProtected, verificationOff, concern, ...judged };
}

function healthOf(reads: Known['reads'], spans: readonly HealthSpan[]): StandingHealth {
  const { failure, value } = reads.health.reading();
  const silence = silenceOf(reads);
  if (silence !== null)
    return {
      state: 'silent',
      refused: silence.refused,
      since: silence.since.toISOString(),
      message: silence.failure && cutName(silence.failure.message, SENTENCE_BYTES),
      last: value && { status: value.status, takenAt: value.takenAt },
    };
  if (failure !== null && !answersNow(reads.health))
    return { state: 'unreadable', message: cutName(failure.message, SENTENCE_BYTES) };
  return value === null ? { state: 'waiting' } : answeredHealth(value, spans.at(-1));
}

function answeredHealth(health: ClusterHealth, last: HealthSpan | undefined): StandingHealth {
  const reason = health.reasons[0]?.sentence ?? null;
  return {
    state: health.status,
    since: last?.state === health.status && last.begins === 'seen' ? last.from : null,
    takenAt: health.takenAt,
    reason: health.status === 'green' || reason === null ? null : cutName(reason, SENTENCE_BYTES),
    disk: diskLabel(health),
  };
}

function incidentsOf(open: OpenOfCluster | undefined, now: number): ClusterStanding['incidents'] {
  if (open === undefined) return { open: 0, critical: 0, unacknowledged: 0, worst: null };
  const { critical, unacknowledged, worst } = open;
  return { open: open.open, critical, unacknowledged, worst: worst && worstOf(worst, now) };
}

function worstOf(incident: NonNullable<OpenOfCluster['worst']>, now: number) {
  const { acknowledged, began, id, severity } = incident;
  return {
    id,
    title: cutName(incidentWords(incident, now).title, SENTENCE_BYTES),
    severity,
    began: began.at,
    acknowledgedBy: acknowledged && cutName(acknowledged.by, NAME_BYTES),
  };
}

/** `noticed`: those with an open incident. What is found is known, whatever else is not. */
function aliasesOf(facts: AliasFacts | null, noticed: readonly string[] | null): ClusterStanding['aliases'] {
  const rows = facts?.rows ?? [];
  const lost = rows.filter((row) => row.lost === true).map(({ alias }) => alias);
  const troubled = [...new Set([...(noticed ?? []), ...(facts?.missing ?? []), ...lost])];
  // An alias that is newer than its schedule's last run is backed up by the next one.
  const overdue = rows
    .filter((row) => row.overdue === true && row.expectedRun?.state !== 'younger')
    .map(({ alias }) => alias);
  const areLossesKnown = facts !== null && facts.knowsMissing && rows.every((row) => row.lost !== null);
  const isOverdueKnown = facts !== null && rows.every((row) => row.overdue !== null);
  return {
    all: facts?.rows.length ?? null,
    troubled: !areLossesKnown && troubled.length === 0 ? null : namedOf(troubled, LISTED),
    overdue: !isOverdueKnown && overdue.length === 0 ? null : namedOf(overdue, LISTED),
  };
}

const LISTED = { first: FIRST_NAMES, most: NAME_BYTES };

const drillOf = (drill: LastDrill | undefined): ClusterStanding['drill'] =>
  drill === undefined ? 'never' : { ...drill, alias: drill.alias && cutName(drill.alias, NAME_BYTES) };

function jobsOf(alive: AliveOfCluster | undefined): ClusterStanding['jobs'] {
  if (alive === undefined) return { running: 0, queued: 0, waiting: 0, first: null };
  const { first, queued, running, waiting } = alive;
  return { running, queued, waiting, first: { id: first.id, title: cutName(first.title, SENTENCE_BYTES) } };
}
