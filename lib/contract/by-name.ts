declare const byOwnKey: unique symbol;

/**
 * A JSON object whose keys are a cluster's names. A name may be `constructor` or `__proto__`, which every object
 * inherits: it can't be indexed, only read by the functions below, which read own keys alone.
 */
export interface ByName<T> {
  readonly [byOwnKey]: T;
}

/** An object whose keys are this program's own: fields of a form, units, phases. */
// eslint-disable-next-line no-restricted-syntax -- the one place where such a type is named
export type ByWord<T> = Record<string, T>;

type Known<T> = ByName<T> | null | undefined;

/** The value of a name; undefined: none. */
export const at = <T>(named: Known<T>, name: string): T | undefined =>
  named != null && Object.hasOwn(named, name) ? (named as unknown as ByWord<T>)[name] : undefined;

export const isNamed = <T>(named: Known<T>, name: string): boolean => named != null && Object.hasOwn(named, name);

export const namesOf = <T>(named: Known<T>): string[] => Object.keys(named ?? {});

export const entriesOf = <T>(named: Known<T>): [string, T][] => Object.entries((named ?? {}) as ByWord<T>);

/** Of a repeated name the last value counts. */
export const byName = <T>(entries: Iterable<readonly [string, T]>): ByName<T> =>
  Object.fromEntries(entries) as unknown as ByName<T>;
