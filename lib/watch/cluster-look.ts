import type { ConfiguredCluster } from '../config.ts';
import type { ClusterHealth } from '../contract/cluster.ts';
import type { IncidentKind } from '../contract/incident.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Look } from '../incidents/finding.ts';
import { withoutManyRed } from '../incidents/rules/aliases.ts';
import {
  clusterFindings,
  knowsOfCluster,
  type ClusterFacts,
  type ObservedSilence,
} from '../incidents/rules/cluster.ts';
import type { OpenIncident } from '../incidents/step.ts';
import type { WatchSettings } from '../incidents/watch-settings.ts';
import { lastClosed, saveWatchedUntil, watchedUntil } from '../jobs/store/incident-changes.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { WatchedHistory } from '../live/cluster-history.ts';
import { readsOf, type ClusterReads } from '../live/cluster-reads.ts';
import { silenceOf } from '../live/silence-of.ts';
import { AliasWatch } from './alias-watch.ts';
import { Answers, type NewAnswer } from './answers.ts';

const SAVE_EVERY_MS = 60_000;
/** A node that is missing for so long does not only start again. */
const LEFT_AFTER_MS = 10 * 60_000;

type WatchedReads = Pick<ClusterReads, 'health' | 'indices'>;

interface WatchedCluster {
  cluster: ConfiguredCluster;
  settings: WatchSettings;
  /** Default: those of the pages. */
  reads?: WatchedReads;
}

/** Looks at what is read of one cluster: its aliases, its health, and whether it answers. It sends no request itself. */
export class ClusterLooks {
  readonly #key: string;
  readonly #settings: WatchSettings;
  readonly #reads: WatchedReads;
  readonly #aliases: AliasWatch;
  readonly #health: Answers<ClusterHealth>;
  readonly #indices: Answers<ClusterIndices>;
  /** When the cluster last answered, in milliseconds since 1970; null: never. */
  #answeredMs: number | null;
  #savedAt = -Infinity;
  /** Nodes with an incident that are missing, and since when (monotonic clock). */
  readonly #missing = new Map<string, number>();

  /** Throws AppError disk. */
  constructor(
    store: JobStore,
    { cluster, reads = readsOf(cluster.key), settings }: WatchedCluster,
    history: WatchedHistory,
  ) {
    this.#key = cluster.key;
    this.#settings = settings;
    this.#reads = reads;
    this.#aliases = new AliasWatch(cluster, settings, history);
    this.#answeredMs = watchedUntil(store, cluster.key);
    this.#health = new Answers(this.#reads.health, this.#answeredMs);
    this.#indices = new Answers(this.#reads.indices, this.#answeredMs);
  }

  /** Throws AppError disk. */
  look(store: JobStore, open: readonly OpenIncident[], now: number): Look {
    const health = this.#health.newest(now);
    const indices = this.#indices.newest(now);
    const facts = this.#factsOf(health, indices, now);
    const ofAliases = indices ? this.#lookAtAliases(store, indices, open, now) : [];
    if (facts.answers) this.#noteAnswers(store, health ?? indices, indices ?? health);
    const ofCluster = clusterFindings(facts, this.#settings);
    const { kept, left } = withoutManyRed(ofAliases, ofCluster, open);
    return {
      findings: [...ofCluster, ...kept],
      knows: (kind, subject) => {
        if (!ALIAS_KINDS.has(kind)) return knowsOfCluster(facts, kind, subject);
        if (kind === 'alias-unsearchable' && left.has(subject)) return false;
        return indices !== null && this.#aliases.knows(kind, subject);
      },
      watches: (kind, subject) => this.#aliases.watches(kind, subject),
      observedAt: (kind) => {
        if (ALIAS_KINDS.has(kind)) return indices?.observedMs ?? now;
        if (kind === 'cluster-silent') return facts.silence === null ? newestOf([health, indices], now) : now;
        return health?.observedMs ?? now;
      },
    };
  }

  #lookAtAliases(
    store: JobStore,
    { began, value }: NewAnswer<ClusterIndices>,
    open: readonly OpenIncident[],
    now: number,
  ) {
    const closed = {
      losses: lastClosed(store, this.#key, 'documents-lost'),
      moves: lastClosed(store, this.#key, 'alias-moved'),
    };
    return this.#aliases.look({ store, indices: value, open, closed, began, now });
  }

  #factsOf(
    health: NewAnswer<ClusterHealth> | null,
    indices: NewAnswer<ClusterIndices> | null,
    now: number,
  ): ClusterFacts {
    const silence = this.#silence(health !== null, now);
    for (const { name } of health?.value.nodes ?? []) this.#missing.delete(name);
    return {
      health: health?.value ?? null,
      silence,
      answers: silence === null && (health !== null || indices !== null),
      redIndices: indices?.value.indices.filter((index) => index.health === 'red').length ?? 0,
      began: health?.began ?? { at: isoOf(now), after: null },
      hasLeft: (node) => this.#hasLeft(node),
    };
  }

  /** Of a node that the last answer does not list. */
  #hasLeft(node: string): boolean {
    const since = this.#missing.get(node) ?? performance.now();
    this.#missing.set(node, since);
    return performance.now() - since >= LEFT_AFTER_MS;
  }

  #silence(saysHealth: boolean, now: number): ObservedSilence | null {
    const silence = silenceOf(this.#reads);
    if (silence === null) return null;
    const since = Math.min(silence.since.getTime(), now);
    const after = this.#answeredMs !== null && this.#answeredMs <= since ? isoOf(this.#answeredMs) : null;
    const message = silence.failure?.message ?? (saysHealth ? 'It has not listed its indices.' : null);
    return { began: { at: isoOf(since), after }, message, refused: silence.refused };
  }

  /** What began while no process watched is dated by it. */
  #noteAnswers(store: JobStore, ...answers: (NewAnswer<unknown> | null)[]): void {
    // The older of the two: what both have shown.
    this.#answeredMs = Math.min(...answers.flatMap((answer) => answer?.observedMs ?? []));
    if (performance.now() - this.#savedAt < SAVE_EVERY_MS) return;
    saveWatchedUntil(store, this.#key, this.#answeredMs);
    this.#savedAt = performance.now();
  }
}

const ALIAS_KINDS = new Set<IncidentKind>(['documents-lost', 'alias-missing', 'alias-moved', 'alias-unsearchable']);

/** When the newest of the answers came. */
function newestOf(answers: readonly (NewAnswer<unknown> | null)[], now: number): number {
  const observed = answers.flatMap((answer) => answer?.observedMs ?? []);
  return observed.length === 0 ? now : Math.max(...observed);
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
