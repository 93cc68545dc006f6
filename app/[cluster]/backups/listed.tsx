import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatCount } from '@/lib/format.ts';
import { BackupList } from './backup-list.tsx';
import { Filters } from './filters.tsx';
import { PageTurner } from './page-turner.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useSelected } from './use-selected.ts';

interface Props {
  page: BackupsPage;
  filter: Partial<BackupsFilter>;
  onChange: (next: Partial<BackupsFilter>) => void;
  verifying: boolean;
  onVerify: (backups: string[]) => void;
}

/** The filter, the backups that match it, and what can be done with the selected ones. */
export function Listed({ page, filter, onChange, verifying, onVerify }: Props) {
  const selection = useSelected();
  return (
    <section aria-label="All backups" className="mt-2 flex min-w-0 flex-col gap-3">
      <Filters page={page} filter={filter} onChange={onChange} />
      {page.rows.length === 0 ? (
        <EmptyState
          title={filter.index ? `No backup that is listed holds ${filter.index}` : 'No backup matches'}
          actions={
            <Button
              onClick={() =>
                onChange({ group: undefined, text: undefined, state: undefined, kind: undefined, index: undefined })
              }
            >
              Show all {formatCount(page.totals.backups)}
            </Button>
          }
        >
          Nothing in <code>{page.directory}</code>
          {page.totals.snapshots > 0 && ' and no snapshot'} matches this filter.
        </EmptyState>
      ) : (
        <BackupList
          page={page}
          filter={filter}
          onChange={onChange}
          selection={selection}
          verifying={verifying}
          onVerify={(row) => onVerify([row.id])}
        />
      )}
      <PageTurner page={page} onPage={(number) => onChange({ page: number })} />
      <SelectionBar selection={selection} verifying={verifying} onVerify={onVerify} />
    </section>
  );
}
