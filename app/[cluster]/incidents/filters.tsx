import type { IncidentsPage } from '@/lib/contract/incidents-page.ts';
import { INCIDENT_KINDS, KIND_LABELS, type IncidentKind } from '@/lib/contract/incident-kinds.ts';
import { capitalised, formatCount } from '@/lib/format.ts';
import { Button } from '@/components/ui/button.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Segments } from '@/components/ui/segments.tsx';
import type { Filter } from './incidents-view.tsx';

interface Props {
  filter: Filter;
  page: IncidentsPage | undefined;
  onChange: (next: Filter) => void;
}

const STATES = [
  [undefined, 'All'],
  ['open', 'Open'],
  ['ended', 'Ended'],
] as const;

/** Which incidents: by state, by kind, and about one thing, where a link asked for it. */
export function Filters({ filter, page, onChange }: Props) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <Segments
        label="Which incidents"
        segments={STATES.map(([state, name]) => ({
          name,
          count: countOf(state, page),
          current: filter.state === state,
          onSelect: () => onChange({ state }),
        }))}
      />
      <select
        aria-label="Kind of incident"
        value={filter.kind ?? ''}
        onChange={(event) => onChange({ kind: (event.target.value || undefined) as IncidentKind | undefined })}
        className={classes(
          'min-h-(--control) rounded-md border border-field bg-surface px-2.5 py-1 text-small text-text',
          'max-mid:w-full max-mid:text-base',
        )}
      >
        <option value="">All kinds</option>
        {INCIDENT_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {capitalised(KIND_LABELS[kind])}
          </option>
        ))}
      </select>
      {filter.about !== undefined && (
        <span className="flex min-w-0 flex-wrap items-center gap-2 text-small">
          <span className="min-w-0 [overflow-wrap:anywhere] text-muted">
            about <b className="font-medium text-text">{filter.about}</b>
          </span>
          <Button look="quiet" size="small" onClick={() => onChange({ about: undefined })}>
            About everything
          </Button>
        </span>
      )}
    </div>
  );
}

/** Of the open ones alone: they are all that is counted whatever is listed. */
const countOf = (state: Filter['state'], page: IncidentsPage | undefined): string | undefined =>
  state === 'open' && page?.open ? formatCount(page.open.count) : undefined;
