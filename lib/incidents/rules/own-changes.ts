import type { AliasEvent } from '../../contract/alias-page.ts';

/** A job of this Restore Desk that ran while something changed. */
export interface OwnJob {
  /** Names of the indices and aliases that it changes. */
  names: ReadonlySet<string>;
  /** The alias that it moved, with the indices of it afterwards; null: none, or it has not ended. */
  moved: { alias: string; to: readonly string[] } | null;
}

type Change = Pick<AliasEvent, 'alias' | 'before' | 'to'>;

/**
 * Whether one of the jobs pointed the alias to these indices, or deleted those that it lost. A job that only runs at the time
 * explains nothing: a restore takes hours. Pure.
 */
export const isOwnChange = (change: Change, jobs: readonly OwnJob[]): boolean =>
  jobs.some((job) => hasMoved(change, job) || changesIndices(change, job));

const hasMoved = ({ alias, to }: Change, { moved }: OwnJob): boolean =>
  moved !== null && moved.alias === alias && sameNames(moved.to, to);

function changesIndices({ before, to }: Change, { names }: OwnJob): boolean {
  const gained = without(to, before);
  const changed = gained.length > 0 ? gained : without(before, to);
  return changed.length > 0 && changed.every((index) => names.has(index));
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return some.filter((name) => !known.has(name));
}

export const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && without(a, b).length === 0;
