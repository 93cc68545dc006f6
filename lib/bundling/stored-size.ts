/** Of a local header, a data descriptor and a line of the table of contents, without the name, which two of them have. */
const PER_PART_BYTES = 30 + 16 + 46;
const END_BYTES = 22;
/** From here on the zip has ZIP64 records. */
const ZIP64_FROM = 0xffffffff;
const ZIP64_FROM_PARTS = 0xffff;

/**
 * The exact size of a zip of stored parts as archiver writes it, so that a download can say it and a client notices one that is
 * cut. null: it is so large that ZIP64 makes the size depend on where what begins. Pure.
 */
export function storedSize(parts: readonly { name: string; bytes: number }[], comment = ''): number | null {
  const sum = parts.reduce(
    (total, { bytes, name }) => total + PER_PART_BYTES + 2 * Buffer.byteLength(name) + bytes,
    END_BYTES + comment.length,
  );
  return sum >= ZIP64_FROM || parts.length >= ZIP64_FROM_PARTS ? null : sum;
}
