const MIB = 1024 * 1024;
/** Stores take at least 5 MiB, but for the last part. Some want all parts to be equally large. */
export const SMALLEST_PART_BYTES = 8 * MIB;
const LARGEST_PART_BYTES = 5 * 1024 * MIB;
/** Stores take 10,000 parts. */
export const MOST_PARTS = 10_000;
/** Parts of the smallest size, before they grow. */
const EQUAL_PARTS = 1_000;

/**
 * The size of the next part, by what was uploaded before: a thousandth of it, so that 8 GiB go up in equal parts, and 10,000
 * parts carry more than the 5 TiB of the largest object. In bytes, whole MiB.
 */
export const nextPartBytes = (uploadedBytes: number): number =>
  Math.min(LARGEST_PART_BYTES, Math.max(SMALLEST_PART_BYTES, Math.ceil(uploadedBytes / EQUAL_PARTS / MIB) * MIB));
