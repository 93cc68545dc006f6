import { namesOf, type ByName, type ByWord } from '../../contract/by-name.ts';

/**
 * Checks that a response has what its reader uses. Anything else (an empty page, `null`, a list) does not come from the
 * cluster and is treated like no response: see `readValue` in parse-response.ts.
 */
export type Shape<T> = (value: unknown) => value is T;

type TypeOf<S> = S extends Shape<infer T> ? T : never;
type Members = ByWord<Shape<unknown>>;

const isObject = (value: unknown): value is ByWord<unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text: Shape<string> = (value) => typeof value === 'string';
export const number: Shape<number> = (value): value is number => Number.isFinite(value);
/** A number of documents or shards. */
export const count: Shape<number> = (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
export const flag: Shape<boolean> = (value) => typeof value === 'boolean';
export const anything: Shape<unknown> = (value): value is unknown => value !== undefined;

export const optional =
  <T>(shape: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || shape(value);

/** For a request with `accept`: null where one of those statuses came with a body of another shape. */
export const orNull =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || shape(value);

export const either =
  <A, B>(a: Shape<A>, b: Shape<B>): Shape<A | B> =>
  (value): value is A | B =>
    a(value) || b(value);

export const listOf =
  <T>(shape: Shape<T>): Shape<T[]> =>
  (value): value is T[] =>
    Array.isArray(value) && value.every(shape);

export const oneOf =
  <const T extends string>(...texts: readonly T[]): Shape<T> =>
  (value): value is T =>
    texts.includes(value as T);

/** An object whose keys are names that people chose: indices, aliases, nodes. */
export const named =
  <T>(shape: Shape<T>): Shape<ByName<T>> =>
  (value): value is ByName<T> =>
    isObject(value) && Object.values(value).every(shape);

/** An object whose keys the server defines: settings, mappings. */
export const record =
  <T>(shape: Shape<T>): Shape<ByWord<T>> =>
  (value): value is ByWord<T> =>
    isObject(value) && Object.values(value).every(shape);

/** `named` with at least one name: where there is none, the cluster answers 404. */
export const nonEmptyNamed =
  <T>(shape: Shape<T>): Shape<ByName<T>> =>
  (value): value is ByName<T> =>
    named(shape)(value) && namesOf(value).length > 0;

export const object =
  <M extends Members>(members: M): Shape<{ [K in keyof M]: TypeOf<M[K]> }> =>
  (value): value is { [K in keyof M]: TypeOf<M[K]> } =>
    isObject(value) && Object.entries(members).every(([key, shape]) => shape(value[key]));

const isTrue: Shape<true> = (value) => value === true;

/** How the cluster confirms a change. `acknowledged: false` means only that not every node confirmed it in time. */
export const acknowledged = object({ acknowledged: isTrue });
/** The same, with more members. */
export const acknowledgedWith = <M extends Members>(members: M) => object({ acknowledged: isTrue, ...members });

export const isUnconfirmed = (value: unknown): boolean => isObject(value) && value['acknowledged'] === false;

/** The shape of a value for an error message. */
export function describeShape(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (!isObject(value)) return `a ${typeof value === 'string' ? 'text' : typeof value}`;
  return Object.keys(value).length === 0 ? 'an empty object' : 'an object of another form';
}
