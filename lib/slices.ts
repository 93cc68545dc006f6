import { setImmediate as nextTurn } from 'node:timers/promises';
import { processGlobal } from './process-wide.ts';

/** Work over thousands of things that can be put down at each `yield`: other requests are served in between. */
export type Steps<T> = Generator<void, T>;

/** Far below what a page or another poll would notice. */
const SLICE_MS = 8;
/** So many cheap things are done between two looks at the clock. */
const AT_ONCE = 64;

/** Does it without a pause. */
export function runSync<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Whoever else works in slices: one slice of one of them, and then the others who wait for the thread. */
const turns = processGlobal('slices', () => ({ last: Promise.resolve() }));

function myTurn(): Promise<void> {
  const { last } = turns();
  return (turns().last = last.then(() => nextTurn()));
}

/** Does it in slices of milliseconds. Throws the signal's reason once it is aborted. */
export async function runInSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - began < SLICE_MS) continue;
    await myTurn();
    signal?.throwIfAborted();
    began = performance.now();
  }
}

/** `map`, and `flatMap`'s cousin for those that give nothing, with a rest now and then. */
export function* mapped<T, R>(things: Iterable<T>, one: (thing: T) => R): Steps<R[]> {
  const results: R[] = [];
  for (const thing of things) {
    results.push(one(thing));
    if (results.length % AT_ONCE === 0) yield;
  }
  return results;
}

/** `for … of` with a rest now and then. */
export function* each<T>(things: Iterable<T>, one: (thing: T) => void): Steps<void> {
  let done = 0;
  for (const thing of things) {
    one(thing);
    if (++done % AT_ONCE === 0) yield;
  }
}

/** `Array.prototype.sort` of 100,000 things is a block of its own; this one merges runs and rests between them. The order is stable. */
export function* sorted<T>(things: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < things.length; from += RUN) {
    runs.push(things.slice(from, from + RUN).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(runs[at + 1] === undefined ? runs[at]! : yield* merge(runs[at]!, runs[at + 1]!, compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

const RUN = 2_000;

function* merge<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const both: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    both.push(compare(a[i]!, b[j]!) <= 0 ? a[i++]! : b[j++]!);
    if (both.length % RUN === 0) yield;
  }
  while (i < a.length) both.push(a[i++]!);
  while (j < b.length) both.push(b[j++]!);
  return both;
}
