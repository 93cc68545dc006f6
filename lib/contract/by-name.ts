declare const byOwnKey: unique symbol;

/**
 * An object of JSON whose keys are names that a cluster chose. One of them may be `constructor` or `__proto__`, which every
 * object answers to: so it can't be indexed, only read by the functions below, which see its own keys alone.
 */
export interface ByName<T> {
  readonly [byOwnKey]: T;
}

/** An object whose keys are our own words: fields of a form, units, phases. */
// eslint-disable-next-line no-restricted-syntax -- the one place where such a type is named
export type ByWord<T> = Record<string, T>;

type Known<T> = ByName<T> | null | undefined;

/** What stands under a name; undefined: nothing does. */
export const at = <T>(named: Known<T>, name: string): T | undefined =>
  named != null && Object.hasOwn(named, name) ? (named as unknown as ByWord<T>)[name] : undefined;

export const isNamed = <T>(named: Known<T>, name: string): boolean => named != null && Object.hasOwn(named, name);

export const namesOf = <T>(named: Known<T>): string[] => Object.keys(named ?? {});

export const entriesOf = <T>(named: Known<T>): [string, T][] => Object.entries((named ?? {}) as ByWord<T>);

/** A name said twice keeps its last value. */
export const byName = <T>(entries: Iterable<readonly [string, T]>): ByName<T> =>
  Object.fromEntries(entries) as unknown as ByName<T>;
