import { Button } from '@/components/ui/button.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { Segments } from '@/components/ui/segments.tsx';
import type { JobsFilter, JobsPage } from '@/lib/contract/jobs-page.ts';
import { formatCount } from '@/lib/format.ts';
import { STATUSES, VIEWS } from './address.ts';

interface FiltersProps {
  filter: Partial<JobsFilter>;
  page: Pick<JobsPage, 'failed' | 'kinds'>;
  onChange: (next: Partial<JobsFilter>) => void;
}

/** What the list is narrowed to: by words, and by a view. */
export function Filters({ filter, page, onChange }: FiltersProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <form role="search" aria-label="Jobs" className="max-mid:w-full" onSubmit={(event) => event.preventDefault()}>
        <SearchField
          label="Filter by alias, index, number or person"
          maxLength={255}
          value={filter.text ?? ''}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </form>
      <Segments
        label="Which jobs"
        segments={VIEWS.map(([show, name]) => ({
          name,
          current: filter.kind === undefined && filter.status === undefined && (filter.show ?? 'all') === show,
          ...(show === 'failed' && page.failed > 0 ? { count: formatCount(page.failed) } : {}),
          onSelect: () => onChange({ show: show === 'all' ? undefined : show, kind: undefined, status: undefined }),
        }))}
      />
      <OnlyFromAddress filter={filter} kinds={page.kinds} onChange={onChange} />
    </div>
  );
}

/** A kind or a state that a link asked for. */
function OnlyFromAddress({ filter, kinds, onChange }: Omit<FiltersProps, 'page'> & Pick<JobsPage, 'kinds'>) {
  const { kind, status } = filter;
  if (kind === undefined && status === undefined) return null;
  const words = [
    kind === undefined ? null : (kinds.find((each) => each.kind === kind)?.label ?? kind),
    status === undefined ? null : (STATUSES.get(status) ?? status),
  ];
  return (
    <p className="flex flex-wrap items-center gap-2 text-small text-muted">
      <span className="[overflow-wrap:anywhere]">Only: {words.filter((word) => word !== null).join(', ')}</span>
      <Button size="small" look="quiet" onClick={() => onChange({ kind: undefined, status: undefined })}>
        Show all
      </Button>
    </p>
  );
}
