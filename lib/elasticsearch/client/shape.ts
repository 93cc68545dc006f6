import { namesOf, type ByName, type ByWord } from '../../contract/by-name.ts';

/**
 * The least form an answer must have for its reader. Anything else at the same address (an empty page, `null`, a list) is
 * not the cluster's answer, and is treated like no answer: see `readValue` in client.ts.
 */
export type Shape<T> = (value: unknown) => value is T;

type Of<S> = S extends Shape<infer T> ? T : never;
type Members = ByWord<Shape<unknown>>;

const isObject = (value: unknown): value is ByWord<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape<string> = (value) => typeof value === 'string';
export const number: Shape<number> = (value): value is number => Number.isFinite(value);
/** Of documents or shards. */
export const count: Shape<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const flag: Shape<boolean> = (value) => typeof value === 'boolean';
export const anything: Shape<unknown> = (value): value is unknown => value !== undefined;

export const optional =
  <T>(of: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || of(value);

/** For a request with `accept`: the value is null where one of those statuses came without an answer of this form. */
export const orNull =
  <T>(of: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || of(value);

export const either =
  <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> =>
  (value): value is A | B =>
    a(value) || b(value);

export const listOf =
  <T>(of: Shape<T>): Shape<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every(of);

export const oneOf =
  <const T extends string>(...texts: readonly T[]): Shape<T> =>
  (value): value is T =>
    texts.includes(value as T);

/** An object whose keys are names of the cluster. */
export const named =
  <T>(of: Shape<T>): Shape<ByName<T>> =>
  (value): value is ByName<T> =>
    isObject(value) && Object.values(value).every(of);

/** An object whose keys are the server's words: settings, mappings. */
export const worded =
  <T>(of: Shape<T>): Shape<ByWord<T>> =>
  (value): value is ByWord<T> =>
    isObject(value) && Object.values(value).every(of);

/** An object of names, where the cluster names at least one or answers 404. */
export const someNamed =
  <T>(of: Shape<T>): Shape<ByName<T>> =>
  (value): value is ByName<T> =>
    named(of)(value) && namesOf(value).length > 0;

export const object =
  <M extends Members>(members: M): Shape<{ [K in keyof M]: Of<M[K]> }> =>
  (value): value is { [K in keyof M]: Of<M[K]> } =>
    isObject(value) && Object.entries(members).every(([key, of]) => of(value[key]));

const yes: Shape<true> = (value) => value === true;

/** How the cluster confirms a change. `acknowledged: false` says only that not every node did so in time. */
export const acknowledged = object({ acknowledged: yes });
/** The same, with more that is read of it. */
export const acknowledgedWith = <M extends Members>(members: M) => object({ acknowledged: yes, ...members });

export const isUnconfirmed = (value: unknown): boolean => isObject(value) && value['acknowledged'] === false;

/** What came instead of an answer, in words. */
export function describeForm(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (!isObject(value)) return `a ${typeof value === 'string' ? 'text' : typeof value}`;
  return Object.keys(value).length === 0 ? 'an empty object' : 'an object of another form';
}
