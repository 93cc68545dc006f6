import { randomUUID } from 'node:crypto';
import type { AliasEvent } from '../contract/alias-page.ts';
import type { CountPoint, WatchedTime } from '../contract/count-points.ts';
import type { ClusterHealth } from '../contract/cluster.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Job } from '../contract/job.ts';
import type { ClusterChange, HealthSpan } from '../contract/overview.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';
import { aliasEventsBetween } from './alias-events.ts';
import { changesBetween, snapshotOf, type ClusterSnapshot, type JobOf } from './changes.ts';
import { readsOf } from './cluster-reads.ts';
import { CountHistory } from './count-history.ts';
import { HealthTimeline } from './health-timeline.ts';
import { LastSnapshotFile, type SavedHistory } from './last-snapshot-file.ts';
import { outageSince, withOutage, withOutagesEnded, withOutagesStopped } from './outage.ts';
import type { Silence } from './shared-read.ts';

/** While a page shows the cluster. */
const SAMPLE_EVERY_MS = 15_000;
/** While no page shows the cluster: often enough to date a night's changes to the minute. */
const IDLE_SAMPLE_EVERY_MS = 60_000;
/** A page shows the cluster: it has requested the history within this time. */
const IDLE_AFTER_MS = 120_000;
const MAX_CHANGES = 200;
/** They outlast the other changes: an alias's page has its history. */
const MAX_ALIAS_EVENTS = 1_000;

/**
 * The recent history of a cluster, read in the background: the documents of its aliases, its health, and what differs
 * between one snapshot and the next. A change is dated by the answer that showed it, in all of them. The last snapshot is
 * saved on disk, so changes made while Restore Desk was stopped are found too; the counts are in the jobs' database.
 */
class ClusterHistory {
  readonly #counts: CountHistory;
  readonly #health = new HealthTimeline();
  readonly #key: string;
  readonly #file: LastSnapshotFile;
  #history: SavedHistory;
  #requestedAt = -Infinity;
  #sampledAt = -Infinity;
  #savedAt = -Infinity;
  #sampling = false;

  constructor(key: string) {
    this.#key = key;
    this.#file = new LastSnapshotFile(key);
    this.#counts = new CountHistory(key);
    const saved = this.#file.read();
    this.#history = { ...saved, changes: withOutagesStopped(saved.changes) };
    // Every answer that a page shows is compared, not only those that a sample reads.
    readsOf(key).health.onAnswer((health, silence) => this.#noteHealth(health, silence));
    readsOf(key).indices.onAnswer((indices) => {
      this.#counts.note(indices, new Date());
      this.#noteIndices(indices);
    });
    setInterval(() => this.#tick(), SAMPLE_EVERY_MS).unref();
    this.#tick();
  }

  get changes(): readonly ClusterChange[] {
    return this.#history.changes;
  }

  /** Where an alias was moved, or lost documents, as it was observed; newest first. */
  eventsOf(alias: string): readonly AliasEvent[] {
    return this.#history.aliasEvents.filter((event) => event.alias === alias);
  }

  /** Of all aliases, newest first; the same array until there is a new one. */
  get aliasEvents(): readonly AliasEvent[] {
    return this.#history.aliasEvents;
  }

  /** The aliases with counts, and the name for all aliases together (lib/live/alias-counts.ts). */
  get countedAliases(): Iterable<string> {
    return this.#counts.aliases;
  }

  /** The last of `countsOf`, the same object until a count changes; null: not observed yet. */
  lastCountOf(alias: string): CountPoint | null {
    return this.#counts.lastOf(alias);
  }

  /** The changes of an alias's documents over the last day, oldest first. */
  countsOf(alias: string): readonly CountPoint[] {
    return this.#counts.of(alias);
  }

  /** When the counts were observed. */
  get watched(): readonly WatchedTime[] {
    return this.#counts.watched;
  }

  get healthSpans(): readonly HealthSpan[] {
    return this.#health.spans;
  }

  /** A page shows the cluster: samples are taken more often for a while. */
  noteRequest(): void {
    this.#requestedAt = performance.now();
  }

  /** Notes that the cluster does not answer, if it does not. */
  noteSilence(): void {
    const silence = readsOf(this.#key).health.silence();
    if (silence !== null) this.#noteSilence(silence, new Date());
  }

  #tick(): void {
    this.noteSilence();
    const now = performance.now();
    const isShown = now - this.#requestedAt < IDLE_AFTER_MS;
    // Half an interval of tolerance: timers can be late.
    const intervalMs = (isShown ? SAMPLE_EVERY_MS : IDLE_SAMPLE_EVERY_MS) - SAMPLE_EVERY_MS / 2;
    if (this.#sampling || now - this.#sampledAt < intervalMs) return;
    this.#sampling = true;
    this.#sampledAt = now;
    void this.#sample().finally(() => {
      this.#sampling = false;
    });
  }

  async #sample(): Promise<void> {
    const reads = readsOf(this.#key);
    const options = { maxAgeMs: SAMPLE_EVERY_MS / 2, waitMs: SAMPLE_EVERY_MS * 2 };
    await Promise.all([reads.health.readOrLast(options), reads.indices.readOrLast(options)]);
    this.noteSilence();
  }

  #noteHealth(health: ClusterHealth, silence: Silence | null): void {
    const now = new Date();
    if (silence !== null) this.#noteSilence(silence, now);
    this.#health.observe(health.status, now);
    this.#setChanges(withOutagesEnded(this.changes, now));
    const { picture } = this.#history;
    if (picture === null) return;
    // It keeps the time of the last listing: jobs since then explain what the next one shows.
    const next = { ...picture, ...healthIn(health, picture) };
    // Thousands of aliases, which the answer is not about, are not compared again.
    if (next.status === picture.status && next.nodes.join('\n') === picture.nodes.join('\n'))
      this.#history = { ...this.#history, picture: next };
    else this.#save(next, [...this.#changes(picture, { ...next, takenAt: now.toISOString() }), ...this.changes]);
  }

  #noteIndices(indices: ClusterIndices): void {
    const before = this.#history.picture;
    // The health of the answer before: a newer one has its own comparison.
    const health = before === null ? readsOf(this.#key).health.reading().value : null;
    // Not the time when the listing began: a cluster that hung meanwhile answers with its state of now.
    const now = { ...snapshotOf(indices, health), takenAt: new Date().toISOString() };
    if (before === null) return this.#save(now, this.changes);
    const next = { ...now, ...healthOf(before) };
    const changes = this.#changes(before, next);
    this.#noteAliases(before, next);
    if (changes.length > 0 || performance.now() - this.#savedAt > IDLE_SAMPLE_EVERY_MS)
      this.#save(next, [...changes, ...this.changes]);
    else this.#history = { ...this.#history, picture: next };
  }

  /** Each is among the changes too, which are saved. */
  #noteAliases(before: ClusterSnapshot, now: ClusterSnapshot): void {
    const events = aliasEventsBetween(before, now, this.#jobsSince(earlier(before, now)));
    if (events.length === 0) return;
    const aliasEvents = [...events, ...this.#history.aliasEvents].slice(0, MAX_ALIAS_EVENTS);
    this.#history = { ...this.#history, aliasEvents };
  }

  #noteSilence({ since, failure }: Silence, now: Date): void {
    const refused = failure !== null && failure.code !== 'unreachable' && failure.code !== 'timed_out';
    this.#health.observe(refused ? 'unknown' : 'no answer', since, now);
    if (!refused) this.#setChanges(withOutage(this.changes, outageSince(since, this.#history.picture?.takenAt)));
  }

  #setChanges(changes: readonly ClusterChange[]): void {
    if (changes !== this.changes) this.#save(this.#history.picture, changes);
  }

  #changes(before: ClusterSnapshot, now: ClusterSnapshot): ClusterChange[] {
    const found = this.#changesSince(before, now);
    return found.map((change) => ({ id: randomUUID(), ...change }));
  }

  #save(picture: ClusterSnapshot | null, changes: readonly ClusterChange[]): void {
    this.#history = { ...this.#history, picture, changes: changes.slice(0, MAX_CHANGES) };
    this.#savedAt = performance.now();
    this.#file.write(this.#history);
  }

  #changesSince(before: ClusterSnapshot, now: ClusterSnapshot): ReturnType<typeof changesBetween> {
    const since = earlier(before, now);
    const { statusAt } = before;
    const sinceStatus = statusAt != null && statusAt < since ? statusAt : since;
    return changesBetween(before, now, this.#jobsSince(since), this.#jobsSince(sinceStatus));
  }

  /** The job of this Restore Desk that changed a name since then. */
  #jobsSince(since: string): JobOf {
    const jobByName = new Map<string, string>();
    for (const job of recentJobs(this.#key, since))
      for (const name of kinds.of(job.work).changedNames(job.work)) jobByName.set(name, job.id);
    return (name) => jobByName.get(name) ?? null;
  }
}

/** Nodes that could not be read this time are those of before: unknown is no change. */
function healthIn(health: ClusterHealth, before: ClusterSnapshot): SnapshotHealth {
  const now = healthOf(snapshotOf({ takenAt: '', indices: [] }, health));
  return { ...now, nodes: now.nodes.length > 0 ? now.nodes : before.nodes };
}

type SnapshotHealth = Pick<ClusterSnapshot, 'nodes' | 'notGreen' | 'status' | 'statusAt'>;

const healthOf = ({ nodes, notGreen, status, statusAt }: ClusterSnapshot): SnapshotHealth => ({
  nodes,
  notGreen,
  status,
  statusAt,
});

/** The earlier time of the two: the clock may have been set back between the snapshots. */
const earlier = (a: ClusterSnapshot, b: ClusterSnapshot): string => (a.takenAt < b.takenAt ? a.takenAt : b.takenAt);

/** Jobs that are running, or ended since then. None where the jobs' database can't be read. */
function recentJobs(cluster: string, since: string): Job[] {
  try {
    return jobs.list({ cluster, limit: 100 }).filter((job) => !('endedAt' in job) || job.endedAt >= since);
  } catch {
    return [];
  }
}

const histories = processGlobal('histories', () => new Map<string, ClusterHistory>());

export type WatchedHistory = Pick<
  ClusterHistory,
  | 'aliasEvents'
  | 'changes'
  | 'countedAliases'
  | 'countsOf'
  | 'eventsOf'
  | 'healthSpans'
  | 'lastCountOf'
  | 'noteSilence'
  | 'watched'
>;

/** One per cluster and process, begun by the first call. Each call reads the cluster more often for a while. */
export function historyOf(key: string): WatchedHistory {
  const history = histories().get(key) ?? new ClusterHistory(key);
  histories().set(key, history);
  history.noteRequest();
  return history;
}
