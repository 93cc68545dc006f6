import type { RestoredCheck } from '../contract/restored-check.ts';
import { documentsIn } from '../contract/proven-documents.ts';
import type { IndexMarks, ShardMark } from '../contract/shard-marks.ts';
import { formatCount, plural } from '../format.ts';
import type { KnownIndex } from './known-index.ts';

/** What is expected of the restored index. */
export type Expected = Pick<KnownIndex, 'proof' | 'before' | 'after' | 'digest' | 'documents'>;

type Verdict = Pick<RestoredCheck, 'verdict' | 'expected' | 'shards' | 'sentence'>;

/**
 * Compares the shards of a restored index with the marks of its snapshot, one by one. `above`: documents whose sequence number is
 * higher than any at the end of the snapshot; null: not counted. The digest is compared by the caller. Pure.
 */
export function compareRestored(known: Expected, restored: IndexMarks, above: number | null): Verdict {
  const documents = documentsIn(restored.shards);
  const { before, after, proof } = known;
  if (proof === 'exact' && after !== null) return compareExact(after, restored.shards);
  if (proof === 'begun' && before !== null) return compareBegun(before, restored.shards);
  if (before === null || after === null)
    return {
      verdict: 'unknown',
      expected: null,
      shards: 0,
      sentence:
        `Every shard is complete, with ${plural(documents, 'document')} in all. How many there were when the snapshot was ` +
        'taken is not known, so nothing can be compared.',
    };
  return compareBracketed(before, after, documents, above);
}

function compareExact(expected: readonly ShardMark[], restored: readonly ShardMark[]): Verdict {
  const [least, documents] = [documentsIn(expected), documentsIn(restored)];
  const differing = differingShards(expected, restored);
  return {
    verdict: differing.length === 0 ? 'counted' : 'different',
    expected: { least, most: least },
    shards: expected.length,
    sentence:
      differing.length === 0
        ? `${allShards(expected.length)} as many documents as when the snapshot was taken: ${formatCount(documents)} in all.`
        : `${plural(differing.length, 'shard')} of ${formatCount(expected.length)} ` +
          `${differing.length === 1 ? 'has' : 'have'} another number of documents than when the snapshot was taken: ` +
          `${formatCount(documents)} in all instead of ${formatCount(least)}.`,
  };
}

const allShards = (count: number): string =>
  count === 1 ? 'The one shard has' : `Each of the ${formatCount(count)} shards has`;

const differingShards = (expected: readonly ShardMark[], restored: readonly ShardMark[]): ShardMark[] =>
  expected.length === restored.length
    ? expected.filter(
        ({ shard, documents }) => restored.find((other) => other.shard === shard)?.documents !== documents,
      )
    : [...expected];

/** With the same last sequence number as at the beginning, nothing was written until the shard was copied. */
function compareBegun(before: readonly ShardMark[], restored: readonly ShardMark[]): Verdict {
  const [least, documents] = [documentsIn(before), documentsIn(restored)];
  const unwritten =
    differingShards(before, restored).length === 0 &&
    before.every(({ shard, maxSeqNo }) => restored.find((other) => other.shard === shard)?.maxSeqNo === maxSeqNo);
  if (unwritten)
    return {
      verdict: 'counted',
      expected: { least, most: least },
      shards: before.length,
      sentence:
        `${allShards(before.length)} as many documents, and the same last sequence number, as when the snapshot began: ` +
        `${formatCount(documents)} in all.`,
    };
  return {
    verdict: 'between',
    expected: { least, most: Math.max(least, documents) },
    shards: 0,
    sentence:
      `${plural(documents, 'document')}; when the snapshot began there were ${formatCount(least)}, and documents were written ` +
      'while it was taken.',
  };
}

function compareBracketed(
  before: readonly ShardMark[],
  after: readonly ShardMark[],
  documents: number,
  above: number | null,
): Verdict {
  const [first, last] = [documentsIn(before), documentsIn(after)];
  const expected = { least: Math.min(first, last), most: Math.max(first, last) };
  if (above !== null && above > 0)
    return {
      verdict: 'different',
      expected,
      shards: 0,
      sentence: `${plural(above, 'document')} ${above === 1 ? 'is' : 'are'} newer than the end of the snapshot: this is not what was taken.`,
    };
  const isBetween = documents >= expected.least && documents <= expected.most;
  return {
    verdict: 'between',
    expected,
    shards: 0,
    sentence: isBetween
      ? `${plural(documents, 'document')}: between the ${formatCount(first)} right before the snapshot and the ${formatCount(last)} right after it.`
      : `${plural(documents, 'document')}; there were ${formatCount(first)} right before the snapshot and ${formatCount(last)} right ` +
        'after it, with documents written and deleted in between.',
  };
}
