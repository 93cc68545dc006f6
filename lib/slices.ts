import { setImmediate as nextTurn } from 'node:timers/promises';
import { processGlobal } from './process-wide.ts';

/** Work on thousands of items that can be paused at each `yield`, so that other requests are served in between. */
export type Steps<T> = Generator<void, T>;

/** Short enough not to delay a page or a poll noticeably. */
const SLICE_MS = 8;
/** Cheap items that are processed between two checks of the clock. */
const STEP_ITEMS = 64;

/** Runs without pauses. */
export function runSync<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A queue for everything that runs in slices: after each slice of one, other events of the process are handled. */
const turns = processGlobal('slices', () => ({ last: Promise.resolve() }));

function waitForTurn(): Promise<void> {
  const { last } = turns();
  return (turns().last = last.then(() => nextTurn()));
}

/** Runs in slices of milliseconds. Throws the signal's reason when it is aborted. */
export async function runInSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < SLICE_MS) continue;
    await waitForTurn();
    signal?.throwIfAborted();
    began = performance.now();
  }
}

/** `Array.prototype.map` with pauses. */
export function* mapInSteps<T, R>(items: Iterable<T>, visit: (item: T) => R): Steps<R[]> {
  const results: R[] = [];
  for (const item of items) {
    results.push(visit(item));
    if (results.length % STEP_ITEMS === 0) yield;
  }
  return results;
}

/** `for … of` with pauses. */
export function* forEachInSteps<T>(items: Iterable<T>, visit: (item: T) => void): Steps<void> {
  let done = 0;
  for (const item of items) {
    visit(item);
    if (++done % STEP_ITEMS === 0) yield;
  }
}

/** A stable sort with pauses, by merging sorted runs: `Array.prototype.sort` of 100,000 items blocks the thread. */
export function* sortInSteps<T>(items: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += RUN_ITEMS) {
    runs.push(items.slice(from, from + RUN_ITEMS).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(runs[at + 1] === undefined ? runs[at]! : yield* mergeInSteps(runs[at]!, runs[at + 1]!, compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

const RUN_ITEMS = 2_000;

function* mergeInSteps<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    merged.push(compare(a[i]!, b[j]!) <= 0 ? a[i++]! : b[j++]!);
    if (merged.length % RUN_ITEMS === 0) yield;
  }
  while (i < a.length) merged.push(a[i++]!);
  while (j < b.length) merged.push(b[j++]!);
  return merged;
}
