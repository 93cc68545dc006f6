'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { indexFieldsQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import type { IndexFields } from '@/lib/contract/index-page.ts';
import { formatCount, plural } from '@/lib/format.ts';

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 12;

/** The fields of the index: the first of those that match, and how many do. */
export function FieldTable({ name, total, open }: { name: string; total: number; open: boolean }) {
  const { key } = useCluster();
  const [find, setFind] = useState('');
  const query = useQuery(indexFieldsQuery(key, name, useDebounced(find), open));
  if (total === 0) return <p className="text-small text-muted">The index has no field yet.</p>;
  return (
    <>
      {total >= SEARCHED_FROM && (
        <SearchField
          label="Find a field, type or analyzer"
          value={find}
          maxLength={255}
          onChange={(event) => setFind(event.target.value)}
          className="mb-3"
        />
      )}
      <QueryBoundary query={query} what="the fields">
        {({ fields, matching }) => (
          <>
            <p role="status" className="mb-2 text-small text-muted">
              {fields.length < matching
                ? `The first ${formatCount(fields.length)} of ${plural(matching, 'field')}.`
                : plural(matching, 'field')}
            </p>
            {fields.length > 0 && <FieldRows fields={fields} />}
          </>
        )}
      </QueryBoundary>
    </>
  );
}

function FieldRows({ fields }: Pick<IndexFields, 'fields'>) {
  return (
    <div className="-mx-4 max-h-[480px] overflow-y-auto mid:-mx-5" tabIndex={0} role="region" aria-label="Fields">
      <Table label="Fields">
        <Head>
          <Column>Field</Column>
          <Column>Type</Column>
          <Column>Analyzer</Column>
        </Head>
        <Body>
          {fields.map((field, place) => (
            <Row key={place}>
              <Cell>
                <code>
                  <BreakLongName text={field.path} />
                </code>
              </Cell>
              <Cell label="Type">{field.type}</Cell>
              <Cell label="Analyzer" className="[overflow-wrap:anywhere] text-muted">
                {field.analyzer ?? <span className="text-faint">none</span>}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
    </div>
  );
}
