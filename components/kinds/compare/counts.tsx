import { useId, type ReactNode } from 'react';
import type { ComparedSides } from '@/lib/contract/comparison-page.ts';
import type { BucketCounts } from '@/lib/contract/difference.ts';
import { formatCount } from '@/lib/format.ts';
import type { CompareResult } from '@/lib/kinds/compare/schema.ts';
import { BAR_ORDER, comparisonBar } from '@/lib/present/comparison-bar.ts';
import { bucketDetail, bucketName, comparisonVerdict } from '@/lib/present/comparison-words.ts';
import { Shape } from '../../ui/state.tsx';

interface Props {
  result: CompareResult;
  sides: ComparedSides;
  children: ReactNode;
}

/** The verdict in a sentence, the number of documents in each part, and the parts as a bar. */
export function Counts({ result: { counts }, sides, children }: Props) {
  const { level, sentences } = comparisonVerdict(counts, sides);
  return (
    <section
      aria-label="Documents compared"
      className="flex min-w-0 flex-col gap-5 rounded-lg border bg-surface p-4 shadow-card mid:px-5 mid:py-[18px]"
    >
      <p className="flex gap-2.5 text-heading font-normal">
        <Shape level={level} className="mt-1" />
        <span className="min-w-0">
          {sentences.map(({ text, strong }, place) => (
            <span key={text}>
              {place > 0 && ' '}
              {strong ? <b className="font-semibold">{text}</b> : text}
            </span>
          ))}
        </span>
      </p>
      <Figures counts={counts} sides={sides} />
      <Bar counts={counts} sides={sides} />
      {children}
    </section>
  );
}

/** `Spelled differently` is left out where there is none: it is rare. */
const shownOf = (counts: BucketCounts) => BAR_ORDER.filter((bucket) => bucket !== 'sameValues' || counts[bucket] > 0);

function Figures({ counts, sides }: { counts: BucketCounts; sides: ComparedSides }) {
  return (
    <dl className="grid grid-cols-2 gap-x-5 gap-y-4 mid:auto-cols-fr mid:grid-flow-col mid:grid-cols-none">
      {shownOf(counts).map((bucket) => (
        <div key={bucket} className="min-w-0">
          <dt className="flex items-baseline gap-2 text-small text-muted">
            <Swatch bucket={bucket} />
            <span className="min-w-0">{bucketName(bucket, sides)}</span>
          </dt>
          <dd className="figures mt-1 text-figure [overflow-wrap:anywhere]">{formatCount(counts[bucket])}</dd>
          <dd className="text-small text-muted">{bucketDetail(bucket, sides)}</dd>
        </div>
      ))}
    </dl>
  );
}

const FILLS: Record<keyof BucketCounts, string> = {
  onlyLeft: 'fill-ok-fill',
  equal: 'fill-line-strong',
  sameValues: 'fill-faint',
  changed: 'fill-warn-fill',
  onlyRight: 'fill-accent',
};

function Swatch({ bucket }: { bucket: keyof BucketCounts }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5 flex-none overflow-hidden rounded-[3px]">
      <rect width="10" height="10" className={FILLS[bucket]} />
      {bucket === 'changed' && <path d="M-1 5 5 -1M2 11 11 2" strokeWidth="2" className="stroke-surface" />}
      {bucket === 'sameValues' && <path d="M5 0v10" strokeWidth="2" className="stroke-surface" />}
    </svg>
  );
}

/** Drawn as SVG: a width in a style attribute is what a strict content security policy forbids. */
function Bar({ counts, sides }: { counts: BucketCounts; sides: ComparedSides }) {
  const pattern = useId();
  const { parts, widened } = comparisonBar(counts);
  if (parts.length === 0) return null;
  const label = parts
    .map(({ bucket }) => `${formatCount(counts[bucket])} ${lowerFirst(bucketName(bucket, sides))}`)
    .join(', ');
  return (
    <div>
      <svg role="img" aria-label={label} className="block h-6 w-full overflow-hidden rounded-md">
        <defs>
          <pattern id={`${pattern}-changed`} width="6" height="6" patternUnits="userSpaceOnUse">
            <rect width="6" height="6" className="fill-warn-fill" />
            <path d="M-1 1 1 -1M0 6 6 0M5 7 7 5" strokeWidth="1.6" className="stroke-surface" />
          </pattern>
          <pattern id={`${pattern}-sameValues`} width="5" height="5" patternUnits="userSpaceOnUse">
            <rect width="5" height="5" className="fill-faint" />
            <path d="M2.5 0v5" strokeWidth="1.4" className="stroke-surface" />
          </pattern>
        </defs>
        {parts.map(({ bucket, from, width }) => {
          const patterned = bucket === 'changed' || bucket === 'sameValues';
          return (
            <rect
              key={bucket}
              x={`${from}%`}
              width={`${width}%`}
              height="100%"
              rx="2"
              {...(patterned ? { fill: `url(#${pattern}-${bucket})` } : { className: FILLS[bucket] })}
            />
          );
        })}
      </svg>
      {widened > 0 && (
        <p className="mt-2 text-caption font-normal text-faint">
          {widened === 1 ? 'The smallest part is' : `The ${widened} smallest parts are`} drawn wider than{' '}
          {widened === 1 ? 'its' : 'their'} share, so that {widened === 1 ? 'it' : 'they'} can be seen.
        </p>
      )}
    </div>
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
