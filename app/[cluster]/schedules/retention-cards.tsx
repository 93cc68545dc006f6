import Link from 'next/link';
import type { ScheduleRow } from '@/lib/contract/schedules-page.ts';
import { plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { RetentionCard } from '@/components/schedules/retention-card.tsx';

/** A preview reads every backup: only of the first few. The page of a schedule has its own. */
const MOST_CARDS = 2;

/** What the next runs would delete. */
export function RetentionCards({ rows }: { rows: readonly ScheduleRow[] }) {
  const deleting = rows.filter(({ retention }) => retention !== null);
  if (deleting.length === 0) return null;
  return (
    <>
      <div className="mt-4 grid items-start gap-4 mid:grid-cols-2">
        {deleting.slice(0, MOST_CARDS).map((row) => (
          <CardOf key={row.name} row={row} />
        ))}
      </div>
      {deleting.length > MOST_CARDS && (
        <p className="mt-3 text-small text-muted">
          {plural(deleting.length - MOST_CARDS, 'more schedule deletes', 'more schedules delete')} backups: their own
          pages say which.
        </p>
      )}
    </>
  );
}

function CardOf({ row }: { row: ScheduleRow }) {
  const { key } = useCluster();
  return (
    <RetentionCard
      row={row}
      withRules
      title={
        <>
          Retention preview:{' '}
          <Link className="link underline" prefetch={false} href={paths.schedule(key, row.name)}>
            {row.name}
          </Link>
        </>
      }
    />
  );
}
