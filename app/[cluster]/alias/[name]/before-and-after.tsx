import type { ReactNode } from 'react';
import type { AliasTarget } from '@/lib/contract/plan.ts';
import { formatBytes, formatChange, formatCount, plural } from '@/lib/format.ts';
import type { ChangeAliasReview } from '@/lib/kinds/change-alias/review.ts';
import { IndexName } from '@/components/index-name.tsx';
import { Swap } from '@/components/swap.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Membership } from './membership.tsx';

/** What the alias points to now and afterwards, with the documents that it shows, and where writes through it go. */
export function BeforeAndAfter({ review: { filters, plan } }: { review: ChangeAliasReview }) {
  const { after, alias, before, change, shown, target, writes } = plan;
  const difference =
    shown.before === null || shown.after === null || before.length === 0 ? null : shown.after - shown.before;
  return (
    <section className="overflow-clip rounded-lg border bg-surface shadow-card">
      <Swap
        first={
          <Side
            title="Now"
            targets={before}
            none={`There is no alias ${alias}: searches through it fail.`}
            documents={shown.before}
            filters={filters}
            writes={writes.before}
            marked={change === 'remove' ? { uuid: target.uuid, word: 'removed' } : null}
          />
        }
        second={
          <Side
            title="After"
            targets={after}
            none={`There is no alias ${alias}: searches through it fail.`}
            documents={shown.after}
            filters={filters}
            writes={writes.after}
            marked={change === 'add' ? { uuid: target.uuid, word: 'added' } : null}
            difference={difference}
          />
        }
      />
    </section>
  );
}

const filterOf = (filters: ChangeAliasReview['filters'], index: string): string | undefined =>
  filters.find((each) => each.index === index)?.filter;

interface SideProps {
  title: string;
  targets: readonly AliasTarget[];
  none: string;
  documents: number | null;
  filters: ChangeAliasReview['filters'];
  writes: string | null;
  marked: { uuid: string; word: string } | null;
  difference?: number | null;
}

function Side({ title, targets, none, documents, filters, writes, marked, difference = null }: SideProps) {
  if (targets.length === 0)
    return (
      <Titled title={title}>
        <p className="mt-2 text-muted">{none}</p>
      </Titled>
    );
  return (
    <Titled title={title}>
      <p className="mt-2 mb-2.5 flex flex-wrap items-baseline gap-x-3">
        <span className="figures text-[36px]/[40px] font-medium tracking-[-0.035em] [overflow-wrap:anywhere]">
          {formatCount(documents)}
        </span>
        {difference === null || difference === 0 ? (
          <span className="text-muted">documents</span>
        ) : (
          <span className={difference < 0 ? 'font-medium text-bad' : 'font-medium text-ok'}>
            {formatChange(difference)}
            <span className="sr-only"> documents, compared with now</span>
          </span>
        )}
      </p>
      <ul className="flex flex-col gap-3">
        {targets.map((target) => (
          <li key={target.uuid} className="min-w-0">
            <IndexName name={target.index} copy /> {target.state === 'closed' && <Chip tone="warn">closed</Chip>}{' '}
            {marked?.uuid === target.uuid && <Chip tone="live">{marked.word}</Chip>}
            <p className="text-small text-muted">
              {target.shown === undefined
                ? plural(target.documents, 'document')
                : `${formatCount(target.shown)} of ${plural(target.documents, 'document')}`}
              , {formatBytes(target.primaryBytes)}
            </p>
            <Membership membership={target.membership} filter={filterOf(filters, target.index)} />
          </li>
        ))}
      </ul>
      <div className="mt-3 text-small text-muted">
        Writes through it:{' '}
        {writes === null ? <b className="font-medium text-warn">refused</b> : <IndexName name={writes} inSentence />}
      </div>
    </Titled>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title}>
      <p className="text-caption text-faint">{title}</p>
      {children}
    </div>
  );
}
