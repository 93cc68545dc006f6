/**
 * Documents of a shard whose last operation has a sequence number up to `mark`, and those with a higher one. Only for a search of
 * this one shard: each counts by itself. Tried on every server of `npm run test:versions`, with nested documents too.
 */
export const upToMark = (mark: number) => ({ range: { _seq_no: { lte: mark } } });
export const aboveMark = (mark: number) => ({ range: { _seq_no: { gt: mark } } });
