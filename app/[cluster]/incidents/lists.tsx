import { MOST_OPEN_ROWS } from '@/lib/contract/incident-limits.ts';
import type { IncidentList } from '@/lib/contract/incidents-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { IncidentTable } from '@/components/incidents/incident-table.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { Filter } from './incidents-view.tsx';

interface ListProps {
  list: IncidentList;
  filter: Filter;
  onChange: (next: Filter) => void;
}

const isNarrowed = ({ about, kind }: Filter): boolean => about !== undefined || kind !== undefined;

interface OpenProps extends ListProps {
  /** There was an incident ever. */
  any: boolean;
  /** Restore Desk looks at the cluster. */
  watched: boolean;
  onMore: (rows: number) => void;
}

/** The open ones, the worst first. */
export function OpenIncidents({ list, filter, any, watched, onChange, onMore }: OpenProps) {
  if (list.count === 0) return <NothingOpen filter={filter} any={any} watched={watched} onChange={onChange} />;
  const more = list.count - list.rows.length;
  return (
    <Panel flush title="Open" tag={<span className="text-small text-muted">{plural(list.count, 'incident')}</span>}>
      <IncidentTable label="Open incidents" rows={list.rows} />
      {more > 0 && (
        <div className="flex flex-wrap items-center gap-3 border-t px-4 py-3 text-small text-muted mid:px-5">
          {formatCount(more)} more, none worse than these.
          {list.rows.length < MOST_OPEN_ROWS ? (
            <Button size="small" onClick={() => onMore(Math.min(list.count, MOST_OPEN_ROWS))}>
              Show {list.count <= MOST_OPEN_ROWS ? `all ${formatCount(list.count)}` : formatCount(MOST_OPEN_ROWS)}
            </Button>
          ) : (
            ' Choose a kind of incident to list fewer.'
          )}
        </div>
      )}
    </Panel>
  );
}

function NothingOpen({ filter, any, watched, onChange }: Omit<OpenProps, 'list' | 'onMore'>) {
  if (isNarrowed(filter)) return <NoMatch title="No open incident matches" onChange={onChange} />;
  // The notice above says why.
  if (!watched) return null;
  if (any)
    return (
      <EmptyState title="No incident is open">
        Restore Desk looks about once a minute. What it notices is listed here until it is over.
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing has been noticed yet">
      Restore Desk looks about once a minute. An alias that loses documents or is switched by somebody else, a red
      cluster, a full disk, an overdue backup or a failed job is listed here, with its beginning and its end.
    </EmptyState>
  );
}

/** The ended ones, the newest first. */
export function EndedIncidents({ list, filter, onChange }: ListProps) {
  if (list.rows.length === 0) {
    if (filter.before !== undefined) return <NothingOlder onChange={onChange} />;
    if (filter.state !== 'ended') return null;
    return isNarrowed(filter) ? (
      <NoMatch title="No ended incident matches" onChange={onChange} />
    ) : (
      <EmptyState title="No incident has ended yet">
        An incident that is over, or that a person closed, is listed here.
      </EmptyState>
    );
  }
  return (
    <Panel flush title="Ended" tag={<span className="text-small text-muted">{plural(list.count, 'incident')}</span>}>
      <IncidentTable label="Ended incidents" rows={list.rows} />
      {(list.more || filter.before !== undefined) && (
        <nav
          aria-label="Pages of the ended incidents"
          className="flex flex-wrap justify-center gap-2 border-t px-4 py-3"
        >
          {filter.before !== undefined && (
            <Button look="quiet" onClick={() => onChange({})}>
              Show the newest
            </Button>
          )}
          {list.more && (
            <Button look="quiet" onClick={() => onChange({ before: list.rows.at(-1)?.incident.id })}>
              Show older incidents
            </Button>
          )}
        </nav>
      )}
    </Panel>
  );
}

/** An address of a page of the list that has nothing any more. */
const NothingOlder = ({ onChange }: Pick<ListProps, 'onChange'>) => (
  <EmptyState title="No older incidents" actions={<Button onClick={() => onChange({})}>Show the newest</Button>} />
);

function NoMatch({ title, onChange }: Pick<ListProps, 'onChange'> & { title: string }) {
  return (
    <EmptyState
      title={title}
      actions={<Button onClick={() => onChange({ about: undefined, kind: undefined })}>Show all kinds</Button>}
    />
  );
}
