/** The buckets whose documents are named, in the order of a download. Without zod, for browsers. */
export const DIFFERENCE_BUCKETS = ['changed', 'onlyLeft', 'onlyRight', 'sameValues'] as const;
export type DifferenceBucket = (typeof DIFFERENCE_BUCKETS)[number];

/**
 * Every document of both sides is in exactly one bucket: `equal + sameValues + changed + onlyLeft` is the total of the left side,
 * and likewise of the right one. `sameValues`: equal but for spelling, such as the order of keys, or `1.0` against `1`.
 */
export type BucketCounts = Record<'equal' | DifferenceBucket, number>;

/**
 * One document that differs. `versions`: digits, as the side has them; null: it does not say, or has no such document.
 * `digests`: 32 hex digits of its id, routing and source, as in the content digest of a backup; null: no such document.
 */
export interface Difference {
  id: string;
  routing: string | null;
  bucket: DifferenceBucket;
  versions: { left: string | null; right: string | null };
  digests: { left: string | null; right: string | null };
}
