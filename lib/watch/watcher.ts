import { configuration, configuredClusters, type ConfiguredCluster } from '../config.ts';
import type { Look } from '../incidents/finding.ts';
import { step, type OpenIncident, type Transition } from '../incidents/step.ts';
import { runner } from '../jobs/jobs.ts';
import { forgetOldIncidents } from '../jobs/store/forget-incidents.ts';
import { applyTransitions, closedIncidents, openIncidents } from '../jobs/store/incident-changes.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { historyOf, type WatchedHistory } from '../live/cluster-history.ts';
import { log } from '../log.ts';
import { addMessages } from '../notify/add-messages.ts';
import { processGlobal } from '../process-wide.ts';
import { ClusterLooks } from './cluster-look.ts';
import { keepObserved, KEEP_OBSERVED_EVERY_MS } from './keep-observed.ts';
import { otherFindings } from './other-findings.ts';

const LOOK_EVERY_MS = 15_000;
/** The first answers of a cluster have come by then. */
const FIRST_LOOK_AFTER_MS = 3_000;
const FORGET_EVERY_MS = 3_600_000;

/** Of a cluster that is not watched (any more): what was open ends, and what a person closed stays closed. */
const NOT_WATCHED: Look = { findings: [], knows: () => false, watches: () => false };

/**
 * Keeps the incidents of one cluster. What the cluster shows and what jobs and backups show are looked at one beside the other: a
 * backup directory that hangs delays no incident of the cluster.
 */
export class ClusterWatcher {
  readonly #cluster: ConfiguredCluster;
  readonly #history: WatchedHistory;
  #looks: ClusterLooks | null = null;
  #isLookingAtOthers = false;
  #isStopped = false;
  #forgotAt = -Infinity;
  #keptObservedAt = -Infinity;
  /** What was last logged, of each part: once. */
  readonly #failures = new Map<string, string>();

  constructor(cluster: ConfiguredCluster) {
    this.#cluster = cluster;
    this.#history = historyOf(cluster.key);
  }

  /** One look, and the messages that are due. Resolves when both parts have ended; never throws. */
  async look(): Promise<void> {
    if (this.#isStopped) return;
    this.#try('cluster', () => this.#lookAtCluster());
    this.#try('observed', () => this.#keepObserved());
    await this.#lookAtOthers();
    this.#try('messages', () => {
      if (!this.#isStopped) addMessages(runner().store, configuration(), this.#cluster.key, Date.now());
    });
    this.#try('old ones', () => this.#forget());
  }

  #forget(): void {
    if (this.#isStopped || performance.now() - this.#forgotAt < FORGET_EVERY_MS) return;
    // A clock that jumps ahead must not delete what is new.
    const now = Math.min(Date.now(), performance.timeOrigin + performance.now());
    forgetOldIncidents(runner().store, this.#cluster.key, now);
    this.#forgotAt = performance.now();
  }

  /** What the cluster shows. Throws AppError disk. */
  #lookAtCluster(): void {
    const { store } = runner();
    const { key, watch } = this.#cluster;
    const now = Date.now();
    const open = openIncidents(store, key);
    if (watch === null) return this.#apply(store, open, NOT_WATCHED, now);
    this.#looks ??= new ClusterLooks(store, { cluster: this.#cluster, settings: watch }, this.#history);
    this.#apply(store, open, this.#looks.look(store, open, now), now);
    // What is not decided yet needs answers more often.
    if (openIncidents(store, key).some(isUndecided)) historyOf(key);
    addMessages(store, configuration(), key, now);
  }

  /** Of incidents; for their pages. Throws AppError disk. */
  #keepObserved(): void {
    const now = performance.now();
    if (now - this.#keptObservedAt < KEEP_OBSERVED_EVERY_MS) return;
    keepObserved(runner().store, this.#cluster.key, this.#history, Date.now());
    this.#keptObservedAt = now;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #lookAtOthers(): Promise<void> {
    if (this.#isLookingAtOthers || this.#cluster.watch === null) return;
    this.#isLookingAtOthers = true;
    try {
      const look = await otherFindings(this.#cluster);
      this.#try('others', () => {
        if (this.#isStopped) return;
        const { store } = runner();
        this.#apply(store, openIncidents(store, this.#cluster.key), look, Date.now());
      });
    } catch (error) {
      this.#logOnce('others', error);
    } finally {
      this.#isLookingAtOthers = false;
    }
  }

  #apply(store: JobStore, open: readonly OpenIncident[], look: Look, now: number): void {
    const { key } = this.#cluster;
    const transitions = step(open, look, now, closedIncidents(store, key));
    applyTransitions(store, key, transitions);
    for (const transition of transitions) logTransition(key, open, transition);
  }

  #try(part: string, work: () => void): void {
    try {
      work();
      this.#failures.delete(part);
    } catch (error) {
      this.#logOnce(part, error);
    }
  }

  #logOnce(part: string, error: unknown): void {
    const text = String(error);
    if (this.#failures.get(part) === text) return;
    this.#failures.set(part, text);
    log().error({ cluster: this.#cluster.key, part, err: error }, 'Incidents can’t be kept now; trying again.');
  }
}

const isUndecided = ({ confirmed, goneSinceMs }: OpenIncident): boolean => !confirmed || goneSinceMs !== null;

function logTransition(cluster: string, open: readonly OpenIncident[], transition: Transition): void {
  if (transition.change === 'begin' && transition.confirmed) {
    const { began, facts, subject } = transition.finding;
    log().warn({ cluster, kind: facts.kind, subject, began: began.at }, 'incident noticed');
  } else if (transition.change === 'last' && transition.confirmedMs !== null) {
    const subject = open.find(({ id }) => id === transition.id)?.subject;
    const { began, facts, id } = transition;
    log().warn({ cluster, incident: id, kind: facts.kind, subject, began: began.at }, 'incident noticed');
  } else if (transition.change === 'end') {
    log().info({ cluster, incident: transition.id, ended: transition.ended.at }, 'incident over');
  } else if (transition.change === 'not-watched') {
    log().info({ cluster, incident: transition.id }, 'incident not watched any more');
  }
}

interface Watching {
  watchers: ClusterWatcher[];
  timers: NodeJS.Timeout[];
}

const watching = processGlobal('watching', (): Watching => ({ watchers: [], timers: [] }));

/** Watches every cluster of the configuration, until `stopWatching`. */
export function startWatching(): void {
  if (watching().timers.length > 0) return;
  watching().watchers = configuredClusters().map((cluster) => new ClusterWatcher(cluster));
  const look = () => {
    for (const watcher of watching().watchers) void watcher.look();
  };
  watching().timers = [setTimeout(look, FIRST_LOOK_AFTER_MS), setInterval(look, LOOK_EVERY_MS)];
  for (const timer of watching().timers) timer.unref();
}

/** A look that is under way writes nothing any more. */
export function stopWatching(): void {
  for (const timer of watching().timers) clearTimeout(timer);
  for (const watcher of watching().watchers) watcher.stop();
}
