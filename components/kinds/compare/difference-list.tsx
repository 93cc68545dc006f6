'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComparedSides } from '@/lib/contract/comparison-page.ts';
import type { BucketCounts, DifferenceBucket } from '@/lib/contract/difference.ts';
import { formatCount } from '@/lib/format.ts';
import { bucketName, LISTED_BUCKETS } from '@/lib/present/comparison-words.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { differencesQuery } from '../../compare-queries.ts';
import { apiPath } from '../../paths.ts';
import { QueryBoundary } from '../../query-boundary.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { useDebounced } from '../../use-debounced.ts';
import { DifferentDocument } from './different-document.tsx';

interface Props {
  job: string;
  counts: BucketCounts;
  sides: ComparedSides;
}

/** Each document that differs, one part at a time. Counts alone for who may not read documents. */
export function DifferenceList({ job, counts, sides }: Props) {
  const blocked = useBlocked('read-documents') ?? sides.documentsBlocked ?? null;
  const shown = LISTED_BUCKETS.filter((bucket) => counts[bucket] > 0);
  if (shown.length === 0) return null;
  return (
    <Panel flush title="Documents that differ" actions={<Download job={job} blocked={blocked} />}>
      {blocked === null ? (
        <Lists job={job} counts={counts} sides={sides} shown={shown} />
      ) : (
        <p className="p-4 text-muted mid:px-5">{blocked} The counts above are for everybody.</p>
      )}
    </Panel>
  );
}

function Download({ job, blocked }: { job: string; blocked: string | null }) {
  const { key } = useCluster();
  const content = (
    <>
      <Icon name="download" />
      Download the list
    </>
  );
  if (blocked !== null)
    return (
      <Button look="quiet" size="small" blocked={blocked}>
        {content}
      </Button>
    );
  return (
    <a
      className={buttonClass('quiet', 'small')}
      href={apiPath(key, ['jobs', job, 'differences', 'download'])}
      download
      title="All of them as NDJSON: id, routing, part, versions and digests"
    >
      {content}
    </a>
  );
}

function Lists({ job, counts, sides, shown }: Props & { shown: readonly DifferenceBucket[] }) {
  const [bucket, setBucket] = useState(shown[0]!);
  const [typed, setTyped] = useState('');
  const contains = useDebounced(typed.trim());
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2.5 mid:px-5">
        <Segments
          label="Part of the differences"
          segments={shown.map((each) => ({
            name: bucketName(each, sides),
            count: formatCount(counts[each]),
            current: each === bucket,
            onSelect: () => setBucket(each),
          }))}
        />
        <SearchField
          label="Filter by id or routing"
          className="mid:ml-auto mid:w-60"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Rows
        key={`${bucket} ${contains}`}
        job={job}
        bucket={bucket}
        contains={contains}
        all={counts[bucket]}
        sides={sides}
      />
    </>
  );
}

interface RowsProps {
  job: string;
  bucket: DifferenceBucket;
  contains: string;
  all: number;
  sides: ComparedSides;
}

function Rows({ job, bucket, contains, all, sides }: RowsProps) {
  const { key } = useCluster();
  const query = useInfiniteQuery(differencesQuery(key, job, { bucket, contains }));
  return (
    <QueryBoundary query={query} what="the differences" waiting={<Waiting rows={Math.min(all, ROWS)} />}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.rows);
        return (
          <>
            {rows.map((row) => (
              <DifferentDocument key={row.at} job={job} difference={row} sides={sides} />
            ))}
            <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-4 py-2 first:border-t-0 mid:px-5">
              <span role="status" className="text-small text-muted">
                {countWords({ rows: rows.length, all, contains, more: query.hasNextPage })}
              </span>
              {query.hasNextPage && (
                <Button
                  look="quiet"
                  pending={query.isFetchingNextPage && 'Reading…'}
                  onClick={() => void query.fetchNextPage()}
                >
                  {contains === '' ? 'Show more' : 'Search further'}
                </Button>
              )}
            </div>
          </>
        );
      }}
    </QueryBoundary>
  );
}

function countWords({ rows, all, contains, more }: { rows: number; all: number; contains: string; more: boolean }) {
  if (contains === '') return `${formatCount(rows)} of ${formatCount(all)}`;
  if (!more) return rows === 0 ? 'None has this text in its id or routing.' : `${formatCount(rows)} found`;
  return rows === 0 ? 'None found yet: only a part was searched.' : `${formatCount(rows)} found so far`;
}

/** Of the first page. */
const ROWS = 50;

/** The same lines, so that nothing below shifts when they arrive. */
function Waiting({ rows }: { rows: number }) {
  return (
    <div role="status">
      <span className="sr-only">Reading the differences…</span>
      {Array.from({ length: rows }, (_, place) => (
        <div key={place} className="flex h-12 items-center border-t px-4 first:border-t-0 mid:px-5">
          <div className="h-5 w-1/2 rounded-md bg-raised" />
        </div>
      ))}
      <div className="min-h-12 border-t max-mid:min-h-[60px]" />
    </div>
  );
}
