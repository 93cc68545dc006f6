import type { ConfiguredCluster } from '../config.ts';
import type { ClusterHealth } from '../contract/cluster.ts';
import type { IncidentKind } from '../contract/incident.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Look } from '../incidents/finding.ts';
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
import { AliasWatch } from './alias-watch.ts';
import { Answers, type NewAnswer } from './answers.ts';

const SAVE_EVERY_MS = 60_000;

/** Looks at what is read of one cluster: its aliases, its health, and whether it answers. It sends no request itself. */
export class ClusterLooks {
  readonly #key: string;
  readonly #settings: WatchSettings;
  readonly #reads: ClusterReads;
  readonly #aliases: AliasWatch;
  readonly #health: Answers<ClusterHealth>;
  readonly #indices: Answers<ClusterIndices>;
  /** When the cluster last answered, in milliseconds since 1970; null: never. */
  #answeredMs: number | null;
  #savedAt = -Infinity;

  /** Throws AppError disk. */
  constructor(store: JobStore, cluster: ConfiguredCluster, settings: WatchSettings, history: WatchedHistory) {
    this.#key = cluster.key;
    this.#settings = settings;
    this.#reads = readsOf(cluster.key);
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
    return {
      findings: [...clusterFindings(facts, this.#settings), ...ofAliases],
      knows: (kind, subject) =>
        ALIAS_KINDS.has(kind)
          ? indices !== null && this.#aliases.knows(kind, subject)
          : knowsOfCluster(facts, kind, subject),
      watches: (kind, subject) => this.#aliases.watches(kind, subject),
      observedAt: (kind) => {
        if (ALIAS_KINDS.has(kind)) return indices?.observedMs ?? now;
        return kind === 'cluster-silent' && facts.silence !== null ? now : (health?.observedMs ?? now);
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
    const silence = this.#silence(indices !== null, now);
    return {
      health: health?.value ?? null,
      silence,
      answers: silence === null && (health !== null || indices !== null),
      redIndices: indices?.value.indices.filter((index) => index.health === 'red').length ?? 0,
      began: health?.began ?? { at: isoOf(now), after: null },
    };
  }

  /** A user who may list the indices, and not read the health, has a cluster that answers. */
  #silence(answers: boolean, now: number): ObservedSilence | null {
    const silence = this.#reads.health.silence();
    if (silence === null) return null;
    const { failure } = silence;
    const refused = failure !== null && failure.code !== 'unreachable' && failure.code !== 'timed_out';
    if (refused && answers) return null;
    const since = Math.min(silence.since.getTime(), now);
    const after = this.#answeredMs !== null && this.#answeredMs <= since ? isoOf(this.#answeredMs) : null;
    return { began: { at: isoOf(since), after }, message: failure?.message ?? null, refused };
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

const isoOf = (ms: number): string => new Date(ms).toISOString();
