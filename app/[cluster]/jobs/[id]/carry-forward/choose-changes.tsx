import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { differencesQuery } from '@/components/compare-queries.ts';
import { DifferentDocument } from '@/components/kinds/compare/different-document.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Button } from '@/components/ui/button.tsx';
import { AreaField, CheckField, FieldGroup } from '@/components/ui/field.tsx';
import { Fold, Folds } from '@/components/ui/fold.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { BUCKET_OF, CHANGES, changesOf, type Change } from '@/lib/contract/carried.ts';
import type { ComparedSides } from '@/lib/contract/comparison-page.ts';
import type { BucketCounts } from '@/lib/contract/difference.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { CHANGE_DETAILS, CHANGE_NAMES } from '@/lib/present/change-words.ts';

interface Props {
  job: string;
  counts: BucketCounts;
  sides: ComparedSides;
  changes: readonly Change[];
  query: string;
  onChange: (changes: Change[]) => void;
  onQuery: (query: string) => void;
}

/** New, changed, deletions: with counts and some documents of each. Nothing is chosen at first. */
export function ChooseChanges({ job, counts, sides, changes, query, onChange, onQuery }: Props) {
  const found = changesOf(counts);
  const toggle = (change: Change, on: boolean) =>
    onChange(CHANGES.filter((each) => (each === change ? on : changes.includes(each))));
  return (
    <Panel title="What is carried forward">
      <FieldGroup legend="Choose at least one" className="[&>legend]:sr-only">
        {CHANGES.map((change) => (
          <CheckField
            key={change}
            label={
              <>
                {CHANGE_NAMES[change]}{' '}
                <span className="tabular-nums text-muted">{plural(found[change], 'document')}</span>
              </>
            }
            hint={CHANGE_DETAILS[change]}
            checked={changes.includes(change)}
            disabled={found[change] === 0}
            onChange={(event) => toggle(change, event.target.checked)}
          />
        ))}
      </FieldGroup>
      <div className="mt-4">
        <Folds>
          {CHANGES.filter((change) => found[change] > 0).map((change) => (
            <Fold key={change} title={`Documents: ${CHANGE_NAMES[change]}`} hint={`${formatCount(found[change])}`}>
              <Samples job={job} change={change} sides={sides} total={found[change]} />
            </Fold>
          ))}
          <Fold title="Only a part of them" hint={query === '' ? 'no query' : 'by a query'}>
            <QueryForm query={query} onQuery={onQuery} />
          </Fold>
        </Folds>
      </div>
    </Panel>
  );
}

const SHOWN = 5;

function Samples({ job, change, sides, total }: { job: string; change: Change; sides: ComparedSides; total: number }) {
  const blocked = useBlocked('read-documents');
  if (blocked !== null) return <p className="text-muted">{blocked}</p>;
  return <SampleList job={job} change={change} sides={sides} total={total} />;
}

function SampleList(props: { job: string; change: Change; sides: ComparedSides; total: number }) {
  const { job, change, sides, total } = props;
  const { key } = useCluster();
  const query = useInfiniteQuery(differencesQuery(key, job, { bucket: BUCKET_OF[change], contains: '' }));
  return (
    <QueryBoundary query={query} what="the documents">
      {({ pages }) => {
        const rows = (pages[0]?.rows ?? []).slice(0, SHOWN);
        return (
          <div className="-mx-4 mid:-mx-5">
            {rows.map((row) => (
              <DifferentDocument key={row.at} job={job} difference={row} sides={sides} />
            ))}
            {total > rows.length && (
              <p className="px-4 pt-2 text-small text-muted mid:px-5">
                The first {formatCount(rows.length)} of {formatCount(total)}; the comparison lists them all.
              </p>
            )}
          </div>
        );
      }}
    </QueryBoundary>
  );
}

function QueryForm({ query, onQuery }: { query: string; onQuery: (query: string) => void }) {
  const [typed, setTyped] = useState(query);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onQuery(typed.trim());
      }}
    >
      <AreaField
        label="Only documents that this query finds"
        hint='Of the cluster’s query language, as JSON: {"range": {"changed_at": {"gte": "2026-01-08T03:00:00Z"}}}. New and changed documents are searched in the previous index, deletions in the restored one.'
        rows={4}
        maxLength={4_000}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" className="self-start">
        Use this query
      </Button>
    </form>
  );
}
