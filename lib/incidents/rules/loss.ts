import type { CountPoint } from '../../contract/count-points.ts';
import type { LossRule } from '../watch-settings.ts';

/** Two observations further apart than this have nothing known between them. */
const UNWATCHED_AFTER_MS = 150_000;
/** Changes that are smaller and follow sooner are no points of their own (lib/live/document-counts.ts). */
const LARGE_SHARE = 0.01;
const SMALL_CHANGES_EVERY_MS = 5 * 60_000;
/** A fall that is so much slower than what follows is not where it began. */
const MUCH_SLOWER = 0.1;

/** Documents that an alias lacks. Times in milliseconds since 1970. */
export interface Loss {
  before: number;
  /** null: unknown. */
  now: number | null;
  lowest: number;
  /** It began as the alias was pointed to other indices. */
  moved: boolean;
  /** When the number began to fall: after `after`, and not later than `at`. */
  began: { at: number; after: number };
}

interface Options {
  rule: LossRule;
  /** The loss that is an incident already: it lasts until enough documents are back. null: none. */
  open: Loss | null;
  /** A person closed the last loss then: what is missing since before is none. null: never. */
  closedMs: number | null;
  /** Whether a job of this Restore Desk pointed the alias to other indices between these two points. */
  isOwn(before: KnownPoint, after: KnownPoint): boolean;
}

export type KnownPoint = CountPoint & { documents: number };

/**
 * The loss of documents that lasts at the last point; null: none. `points`: of one alias, oldest first. It depends on the points
 * only, not on when it is called. Pure.
 */
export function lossIn(points: readonly CountPoint[], options: Options): Loss | null {
  const { open, rule } = options;
  let loss = open === null ? null : { ...open };
  const known = new Known(points, rule.withinMs);
  let previous: KnownPoint | null = null;
  for (const point of points) {
    const before = previous;
    if (hasDocuments(point)) previous = point;
    if (loss !== null) {
      if (point.at < loss.began.at) continue;
      if (!hasDocuments(point)) loss.now = null;
      else if (isMadeGood(loss.before, point.documents, rule) || isMovedByUs(before, point, options)) {
        loss = null;
        known.startWith(point);
      } else {
        loss.now = point.documents;
        loss.lowest = Math.min(loss.lowest, point.documents);
      }
      continue;
    }
    if (!hasDocuments(point)) continue;
    loss = lossAt(point, known, options);
  }
  return loss;
}

/** Adds the point to those that are known. */
function lossAt(point: KnownPoint, known: Known, options: Options): Loss | null {
  const { closedMs, rule } = options;
  const previous = known.last;
  const startsAnew =
    // The last point before a person closed the incident is what it has since then.
    (closedMs !== null && point.at <= closedMs) ||
    (previous !== null && point.documents < previous.documents && isMovedByUs(previous, point, options));
  if (startsAnew || previous === null) {
    known.startWith(point);
    return null;
  }
  const most = known.mostBefore(point);
  known.add(point);
  if (!isLost(most.documents, point.documents, rule)) return null;
  const first = known.firstOfFall(most);
  return {
    before: most.documents,
    now: point.documents,
    lowest: point.documents,
    moved: first.previous.target !== point.target,
    began: { at: first.point.at, after: first.after },
  };
}

/** A person reviewed what the alias has since then. */
const isMovedByUs = (before: KnownPoint | null, point: KnownPoint, { isOwn }: Options): boolean =>
  before !== null && before.target !== point.target && isOwn(before, point);

function isLost(most: number, documents: number, { documents: count, share }: LossRule): boolean {
  if (documents === 0) return most > 0;
  const lost = most - documents;
  return lost > count && lost > (most * share) / 100;
}

const isMadeGood = (before: number, documents: number, { share }: LossRule): boolean =>
  documents > 0 && documents >= before * (1 - share / 100);

const hasDocuments = (point: CountPoint): point is KnownPoint => point.documents !== null;

/** The known points up to one, and the most documents of those that held within a time before it. */
class Known {
  readonly #withinMs: number;
  /** When the number of a point stopped to hold, as far as is known: the observation before the next point. */
  readonly #heldUntil = new Map<CountPoint, number>();
  #points: KnownPoint[] = [];
  /** Those that are more than all later ones, most first. */
  #peaks: KnownPoint[] = [];

  constructor(points: readonly CountPoint[], withinMs: number) {
    this.#withinMs = withinMs;
    points.forEach((point, index) => this.#heldUntil.set(point, points[index + 1]?.after ?? point.at));
  }

  get last(): KnownPoint | null {
    return this.#points.at(-1) ?? null;
  }

  /** Forgets those before. */
  startWith(point: KnownPoint): void {
    this.#points = [point];
    this.#peaks = [point];
  }

  add(point: KnownPoint): void {
    this.#points.push(point);
    while (this.#peaks.length > 0 && this.#peaks.at(-1)!.documents <= point.documents) this.#peaks.pop();
    this.#peaks.push(point);
  }

  /** While nothing was known, no time went by: the last known point always counts. There is at least one. */
  mostBefore(point: KnownPoint): KnownPoint {
    const last = this.#points.at(-1) ?? point;
    const oldest = this.#until(last) - this.#withinMs;
    while (this.#peaks.length > 1 && this.#until(this.#peaks[0]!) < oldest) this.#peaks.shift();
    return this.#peaks[0] ?? last;
  }

  /** The last points that fell one after the other, with no gap: where that began. Not before `most`. */
  firstOfFall(most: KnownPoint): { previous: KnownPoint; point: KnownPoint; after: number } {
    const points = this.#points;
    let first = points.length - 1;
    const earliest = points.lastIndexOf(most) + 1;
    while (first > earliest && this.#goesOn(first - 1, first) && this.#falls(first - 2, first - 1)) first -= 1;
    const [previous, point] = [points[first - 1]!, points[first]!];
    // Where the number was unknown in between, it may have fallen as soon as it was.
    return { previous, point, after: Math.min(point.after, this.#until(previous)) };
  }

  #until(point: KnownPoint): number {
    return this.#heldUntil.get(point) ?? point.at;
  }

  #goesOn(before: number, after: number): boolean {
    const [from, to] = [this.#points[before]!, this.#points[after]!];
    return to.after - from.at <= UNWATCHED_AFTER_MS || this.#hasFallenSlowly(from, to);
  }

  /** A small change since a point: others that were smaller yet may lie between them. */
  #hasFallenSlowly(from: KnownPoint, to: KnownPoint): boolean {
    const fallen = from.documents - to.documents;
    const took = to.at - from.at;
    if (fallen >= LARGE_SHARE * from.documents || took >= SMALL_CHANGES_EVERY_MS) return false;
    const last = this.#points.at(-1)!;
    return last === to || fallen / took >= (MUCH_SLOWER * (to.documents - last.documents)) / (last.at - to.at);
  }

  #falls(before: number, after: number): boolean {
    const [from, to] = [this.#points[before], this.#points[after]];
    return (
      from !== undefined &&
      to !== undefined &&
      to.documents < from.documents &&
      to.target === from.target &&
      to.at - to.after <= UNWATCHED_AFTER_MS
    );
  }
}
