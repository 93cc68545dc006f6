import type { ComparedSides, ShownSide } from '../contract/comparison-page.ts';
import type { BucketCounts, DifferenceBucket } from '../contract/difference.ts';
import { formatCount, plural } from '../format.ts';

/** An alias points to it now. False also where that is not known. */
export const isLiveSide = (side: ShownSide): boolean => side.kind === 'index' && (side.now?.aliases.length ?? 0) > 0;

/** "the backup", "the live index", "the index"; where both would have one name, "the left index". */
export function sideNames(sides: ComparedSides): { left: string; right: string } {
  const [left, right] = [nameOf(sides.left), nameOf(sides.right)];
  if (left !== right) return { left, right };
  const noun = sides.left.kind;
  return { left: `the left ${noun}`, right: `the right ${noun}` };
}

function nameOf(side: ShownSide): string {
  if (side.kind === 'backup') return 'the backup';
  return `${isLiveSide(side) ? 'the live index' : 'the index'}${onCluster(side)}`;
}

/** " on search-staging": where the side is not of the page's cluster. */
export const onCluster = (side: ShownSide): string =>
  side.kind === 'index' && side.cluster !== undefined ? ` on ${side.cluster.name ?? 'another cluster'}` : '';

/** The name of a part: "Only in the backup", "Only live". */
export function bucketName(bucket: keyof BucketCounts, sides: ComparedSides): string {
  switch (bucket) {
    case 'equal':
      return 'Equal';
    case 'sameValues':
      return 'Spelled differently';
    case 'changed':
      return 'Changed';
    case 'onlyLeft':
      return onlyIn(sideNames(sides).left);
    case 'onlyRight':
      return onlyIn(sideNames(sides).right);
    default:
      return bucket satisfies never;
  }
}

const onlyIn = (name: string): string => (name === 'the live index' ? 'Only live' : `Only in ${name}`);

/** One line below its figure. */
export function bucketDetail(bucket: keyof BucketCounts, sides: ComparedSides): string {
  const { left, right } = sideNames(sides);
  switch (bucket) {
    case 'equal':
      return 'no difference';
    case 'sameValues':
      return 'the same values';
    case 'changed':
      return 'different content';
    case 'onlyLeft':
      return `missing from ${right}`;
    case 'onlyRight':
      return `missing from ${left}`;
    default:
      return bucket satisfies never;
  }
}

/** The parts in the order of the list's tabs: what a restore would lose is first. */
export const LISTED_BUCKETS = [
  'changed',
  'onlyRight',
  'onlyLeft',
  'sameValues',
] as const satisfies readonly DifferenceBucket[];

export interface ComparisonVerdict {
  level: 'ok' | 'warn' | 'idle';
  sentences: { text: string; strong?: boolean }[];
}

/** What a comparison shows, true in every case. */
export function comparisonVerdict(counts: BucketCounts, sides: ComparedSides): ComparisonVerdict {
  const { equal, sameValues, changed, onlyLeft, onlyRight } = counts;
  const differ = changed + onlyLeft + onlyRight;
  const all = equal + sameValues + differ;
  if (all === 0) return { level: 'idle', sentences: [{ text: 'Both sides are empty.' }] };
  if (differ === 0) return { level: 'ok', sentences: sameSentences(all, sameValues) };
  const names = sideNames(sides);
  const sentences = [
    ...missingSentence(onlyLeft, names),
    ...differingSentence(counts, names),
    ...(sides.left.kind === 'backup' &&
    isLiveSide(sides.right) &&
    onCluster(sides.right) === '' &&
    changed + onlyRight > 0
      ? [{ text: `A restore of this backup alone would not have ${changed + onlyRight === 1 ? 'it' : 'them'}.` }]
      : []),
    ...(sameValues > 0 ? [{ text: `${spelled(sameValues)}.` }] : []),
  ];
  return { level: 'warn', sentences };
}

const spelled = (count: number): string =>
  count === 1
    ? '1 document has the same values, spelled differently'
    : `${formatCount(count)} documents have the same values, spelled differently`;

function sameSentences(all: number, sameValues: number): ComparisonVerdict['sentences'] {
  if (sameValues === 0)
    return [
      { text: all === 1 ? 'The one document of both sides is equal.' : `All ${formatCount(all)} documents are equal.` },
    ];
  const same =
    all === 1
      ? 'The one document of both sides has the same values'
      : `All ${formatCount(all)} documents have the same values`;
  return [
    {
      text: `${same}; ${all === sameValues ? (all === 1 ? 'it is' : 'all are') : `${formatCount(sameValues)} ${sameValues === 1 ? 'is' : 'are'}`} spelled differently.`,
    },
  ];
}

type Names = ReturnType<typeof sideNames>;

const missingSentence = (onlyLeft: number, { left, right }: Names): ComparisonVerdict['sentences'] =>
  onlyLeft === 0
    ? []
    : [{ text: `${plural(onlyLeft, 'document')} of ${left} ${onlyLeft === 1 ? 'is' : 'are'} missing from ${right}.` }];

function differingSentence(
  { changed, onlyRight }: BucketCounts,
  { left, right }: Names,
): ComparisonVerdict['sentences'] {
  const count = changed + onlyRight;
  if (count === 0) return [];
  const one = count === 1;
  const verb =
    onlyRight === 0
      ? `${one ? 'differs' : 'differ'} from ${left}`
      : changed === 0
        ? `${one ? 'is' : 'are'} missing from ${left}`
        : `differ from ${left} or are missing from it`;
  return [{ text: `${plural(count, 'document')} of ${right} ${verb}.`, strong: true }];
}

/** Beside a restore from this backup: what it would lose, and what the live index lacks. Pure. */
export function liveDifference({ equal, changed, onlyLeft, onlyRight, sameValues }: BucketCounts): string {
  const ofLive = changed + onlyRight;
  if (equal + sameValues + ofLive + onlyLeft === 0) return 'The live index and the backup are both empty.';
  if (ofLive + onlyLeft === 0)
    return sameValues === 0
      ? 'The live index has the same documents as the backup.'
      : 'The live index has the same documents as the backup; some are spelled differently.';
  const parts = [
    ...(ofLive > 0
      ? [
          `${plural(ofLive, 'live document')} ${ofLive === 1 ? 'differs from the backup or is' : 'differ from the backup or are'} missing from it`,
        ]
      : []),
    ...(onlyLeft > 0
      ? [
          `${ofLive > 0 ? formatCount(onlyLeft) : plural(onlyLeft, 'document')} of the backup ${onlyLeft === 1 ? 'is' : 'are'} missing from the live index`,
        ]
      : []),
  ];
  return `${parts.join('; ')}.`;
}
