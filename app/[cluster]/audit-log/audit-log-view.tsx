'use client';
import { useQuery } from '@tanstack/react-query';
import { AuditLogWarnings } from '@/components/audit-log-warnings.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { auditLogQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { Segments } from '@/components/ui/segments.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { AuditLogFilterQuery, AuditLogPage } from '@/lib/contract/audit-log.ts';
import { byDay } from '@/lib/present/by-day.ts';
import { auditLogAddress, OUTCOMES } from './address.ts';
import { AuditLine } from './audit-line.tsx';

type Filter = Partial<AuditLogFilterQuery>;

interface Props {
  initialFilter: Filter;
  initial: AuditLogPage | undefined;
}

/** Polled: a line appears when something is attempted, and its outcome when that is known. The filter is in the address. */
export function AuditLogView({ initialFilter, initial }: Props) {
  const cluster = useCluster();
  const [filter, changeFilter] = useFilter(auditLogAddress);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({
    ...auditLogQuery(cluster.key, filter),
    ...(initial === undefined || !isInitial
      ? {}
      : { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) }),
  });
  const change = (next: Filter) => changeFilter({ before: undefined, ...next } as Parameters<typeof changeFilter>[0]);
  return (
    <>
      <Filters filter={filter} onChange={change} />
      <QueryBoundary query={query} what="the audit log">
        {(page) => (
          <>
            <AuditLogWarnings warnings={page.warnings} />
            {page.entries.length > 0 ? <Days page={page} /> : <NoLines filter={filter} onChange={change} />}
            <Turner page={page} filter={filter} onChange={change} />
          </>
        )}
      </QueryBoundary>
    </>
  );
}

interface FilterProps {
  filter: Filter;
  onChange: (next: Filter) => void;
}

function Filters({ filter, onChange }: FilterProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <form
        role="search"
        aria-label="Audit log"
        className="max-mid:w-full"
        onSubmit={(event) => event.preventDefault()}
      >
        <SearchField
          label="Action, person, index, job or plan"
          maxLength={255}
          value={filter.text ?? ''}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </form>
      <Segments
        label="Which lines"
        segments={OUTCOMES.map(([outcome, name]) => ({
          name,
          current: (filter.outcome ?? 'any') === outcome,
          onSelect: () => onChange({ outcome: outcome === 'any' ? undefined : outcome }),
        }))}
      />
    </div>
  );
}

function Days({ page: { entries, takenAt } }: { page: AuditLogPage }) {
  return (
    <div className="flex flex-col gap-4">
      {byDay(entries, ({ at }) => at, takenAt).map(({ date, name, items }) => (
        <Panel key={date} title={name} flush>
          <ul aria-label={`Audit log, ${name}`}>
            {items.map((entry) => (
              <AuditLine key={entry.id} entry={entry} />
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  );
}

function NoLines({ filter, onChange }: FilterProps) {
  if (Object.keys(filter).length === 0) {
    return (
      <EmptyState title="Nothing has been changed yet">
        The first backup, restore, switch or clean-up, done or refused, is listed here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No line matches"
      actions={<Button onClick={() => onChange({ outcome: undefined, text: undefined })}>Show all lines</Button>}
    />
  );
}

function Turner({ page, filter, onChange }: FilterProps & { page: AuditLogPage }) {
  if (!page.more && filter.before === undefined) return null;
  return (
    <nav aria-label="Pages of the audit log" className="mt-3 flex flex-wrap justify-center gap-2">
      {filter.before !== undefined && (
        <Button look="quiet" onClick={() => onChange({})}>
          Show the newest lines
        </Button>
      )}
      {page.more && (
        <Button look="quiet" onClick={() => onChange({ before: page.entries.at(-1)?.id })}>
          Show older lines
        </Button>
      )}
    </nav>
  );
}
