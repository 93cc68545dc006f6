import {
  thinned,
  type AliasCount,
  type CountChanges,
  type CountPoint,
  type SavedCounts,
  type WatchedTime,
} from '../contract/count-points.ts';

/** Two observations further apart than this have nothing known between them. */
export const UNWATCHED_AFTER_MS = 150_000;
export const RETAIN_COUNTS_MS = 25 * 3_600_000;
/** A change by this share is a point at once; smaller ones at most once in five minutes. */
const LARGE_SHARE = 0.01;
const SMALL_CHANGES_EVERY_MS = 5 * 60_000;
/** Of one alias; more are thinned to the larger changes. */
const MAX_POINTS = 600;
const THINNED_TO = 400;
/** Aliases beyond these have no history. */
const MAX_ALIASES = 5_000;

interface Series {
  /** Oldest first. */
  points: CountPoint[];
  /** The last observation that is not a point. */
  withheld: CountPoint | null;
}

/**
 * The documents of each alias over the last day, as changes. An alias that does not change costs nothing; the moment of a
 * large change is exact to the two observations around it. Pure: every time is an argument.
 */
export class DocumentCounts {
  readonly #series = new Map<string, Series>();
  #watched: WatchedTime[];

  constructor(saved: SavedCounts = { points: [], watched: [] }) {
    this.#watched = [...saved.watched].sort((a, b) => a.began - b.began);
    for (const { alias, point } of saved.points) this.#seriesOf(alias).points.push(point);
    for (const { points } of this.#series.values()) points.sort((a, b) => a.at - b.at);
  }

  get watched(): readonly WatchedTime[] {
    return this.#watched;
  }

  /** Oldest first; the last observation is the last point, also where it is too small a change to be saved. */
  of(alias: string): readonly CountPoint[] {
    const series = this.#series.get(alias);
    if (series === undefined) return [];
    return series.withheld === null ? series.points : [...series.points, series.withheld];
  }

  get aliases(): Iterable<string> {
    return this.#series.keys();
  }

  /** The last of `of`; null: not observed yet. */
  lastOf(alias: string): CountPoint | null {
    const series = this.#series.get(alias);
    return series?.withheld ?? series?.points.at(-1) ?? null;
  }

  /** The counts of all aliases at `at`. Returns what is to be saved. */
  observe(counts: ReadonlyMap<string, AliasCount>, at: number): CountChanges {
    const changes: CountChanges = { points: [], watched: [], dropped: [], droppedWatched: [] };
    this.#dropFuture(at, changes);
    const last = this.#watched.at(-1);
    const before = last?.ended ?? null;
    if (last !== undefined && at - last.ended <= UNWATCHED_AFTER_MS) last.ended = at;
    else this.#watched.push({ began: at, ended: at });
    changes.watched.push({ ...this.#watched.at(-1)! });
    for (const [alias, count] of counts) this.#observeAlias(alias, count, { at, before }, changes);
    for (const [alias, { points }] of this.#series)
      if (!counts.has(alias) && points.at(-1)?.target !== '')
        this.#observeAlias(alias, { documents: null, target: '' }, { at, before }, changes);
    return changes;
  }

  /** Forgets what is older than a day. Returns what was dropped; the last point before it is kept: its count still held. */
  prune(now: number): CountChanges {
    const changes: CountChanges = { points: [], watched: [], dropped: [], droppedWatched: [] };
    const oldest = now - RETAIN_COUNTS_MS;
    changes.droppedWatched = this.#watched.filter(({ ended }) => ended < oldest).map(({ began }) => began);
    this.#watched = this.#watched.filter(({ ended }) => ended >= oldest);
    for (const [alias, series] of this.#series) {
      const first = Math.max(
        0,
        series.points.findLastIndex((point) => point.at < oldest),
      );
      const only = series.points.at(-1);
      const gone = only !== undefined && only.at < oldest && only.target === '';
      const dropped = series.points.splice(0, gone ? series.points.length : first);
      changes.dropped.push(...dropped.map((point) => ({ alias, at: point.at })));
      if (gone) this.#series.delete(alias);
    }
    return changes;
  }

  #observeAlias(
    alias: string,
    count: AliasCount,
    { at, before }: { at: number; before: number | null },
    changes: CountChanges,
  ): void {
    if (!this.#series.has(alias) && this.#series.size >= MAX_ALIASES) return;
    const series = this.#seriesOf(alias);
    const saved = series.points.at(-1);
    const latest = series.withheld ?? saved;
    // An alias that was never observed may have been there before.
    const point: CountPoint = { at, after: latest === undefined ? at : (before ?? at), ...count };
    if (latest !== undefined && latest.documents === count.documents && latest.target === count.target) return;
    if (saved !== undefined && !isPoint(saved, point)) {
      series.withheld = saved.documents === count.documents && saved.target === count.target ? null : point;
      return;
    }
    // What held until this change, so that its size is exact.
    for (const each of series.withheld === null ? [point] : [series.withheld, point]) {
      series.points.push(each);
      changes.points.push({ alias, point: each });
    }
    series.withheld = null;
    if (series.points.length > MAX_POINTS) this.#thin(alias, series, changes);
  }

  #thin(alias: string, series: Series, changes: CountChanges): void {
    const kept = new Set(thinned(series.points, THINNED_TO));
    changes.dropped.push(...series.points.filter((point) => !kept.has(point)).map(({ at }) => ({ alias, at })));
    series.points = series.points.filter((point) => kept.has(point));
  }

  /** A clock that was set back: what lies in the future is dropped. */
  #dropFuture(now: number, changes: CountChanges): void {
    const last = this.#watched.at(-1);
    if (last === undefined || last.ended <= now) return;
    changes.droppedWatched.push(...this.#watched.filter(({ began }) => began > now).map(({ began }) => began));
    this.#watched = this.#watched
      .filter(({ began }) => began <= now)
      .map(({ began, ended }) => ({ began, ended: Math.min(ended, now) }));
    for (const [alias, series] of this.#series) {
      const future = series.points.filter((point) => point.at > now);
      changes.dropped.push(...future.map(({ at }) => ({ alias, at })));
      series.points = series.points.filter((point) => point.at <= now);
      series.withheld = null;
      if (series.points.length === 0) this.#series.delete(alias);
    }
  }

  #seriesOf(alias: string): Series {
    const series = this.#series.get(alias) ?? { points: [], withheld: null };
    this.#series.set(alias, series);
    return series;
  }
}

function isPoint(saved: CountPoint, point: CountPoint): boolean {
  if (saved.target !== point.target || saved.documents === null || point.documents === null) return true;
  const change = Math.abs(point.documents - saved.documents);
  return (
    change >= LARGE_SHARE * Math.max(saved.documents, point.documents) || point.at - saved.at >= SMALL_CHANGES_EVERY_MS
  );
}
