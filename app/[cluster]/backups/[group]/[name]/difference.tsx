import type { UseQueryResult } from '@tanstack/react-query';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { StateLevel } from '@/components/ui/state.tsx';
import type { BackupDifference } from '@/lib/contract/backup-page.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { Verdict } from '@/components/backups/verdict.tsx';

interface Props {
  row: BackupRow;
  query: UseQueryResult<BackupDifference>;
}

/** The number of documents beside that of the live index, and whether settings and mappings are equal. */
export function Difference({ row, query }: Props) {
  return (
    <Panel
      title={<span className="text-caption text-faint">Difference from the live index</span>}
      className="min-h-[268px]"
    >
      <QueryBoundary query={query} what="the live index" waiting={<Waiting />}>
        {(difference) =>
          difference.against === null ? (
            <>
              <Verdict level="idle">Nothing to compare with</Verdict>
              <p className="text-small text-muted">No live index has this name.</p>
            </>
          ) : (
            <Compared row={row} against={difference.against} difference={difference} />
          )
        }
      </QueryBoundary>
    </Panel>
  );
}

function Compared({ row, against, difference }: { row: BackupRow; against: string; difference: BackupDifference }) {
  const counted = row.state !== 'unknown';
  const here = row.verified?.found ?? row.documents;
  const live = difference.documents;
  const most = Math.max(here ?? 0, live ?? 0, 1);
  const verdict = verdictOf(counted ? here : null, live);
  return (
    <>
      <Verdict level={verdict.level}>{verdict.words}</Verdict>
      <dl className="grid gap-3 text-small">
        <Bar
          name={counted ? 'In the backup' : 'Promised by the backup, not counted yet'}
          value={here}
          most={most}
          backup
        />
        <Bar name="In the live index" value={live} most={most} />
        <Equal name="Settings" different={difference.different.settings} same={difference.same.settings} />
        <Equal name="Mappings" different={difference.different.mappings} same={difference.same.mappings} />
      </dl>
      <p className="mt-3 text-small text-muted">
        Compared with <IndexName name={against} alias={row.group} />
      </p>
    </>
  );
}

function verdictOf(here: number | null, live: number | null): { level: StateLevel; words: string } {
  if (here === null || live === null) return { level: 'unknown', words: 'Documents not compared yet' };
  if (here === live) return { level: 'ok', words: 'The same number of documents' };
  if (live < here) return { level: 'bad', words: `${plural(here - live, 'document')} fewer in the live index` };
  return { level: 'idle', words: `${plural(live - here, 'document')} more in the live index` };
}

/** Both bars have the same scale. */
function Bar({
  name,
  value,
  most,
  backup = false,
}: {
  name: string;
  value: number | null;
  most: number;
  backup?: boolean;
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
      <dt className="text-muted">{name}</dt>
      <dd className="font-medium">{formatCount(value)}</dd>
      <dd aria-hidden="true" className="col-span-2 h-2 rounded-[3px] bg-raised">
        <div
          className={`h-full rounded-[3px] ${backup ? 'bg-ok-fill' : 'bg-accent'}`}
          style={{ width: `${((value ?? 0) / most) * 100}%` }}
        />
      </dd>
    </div>
  );
}

function Equal({ name, different, same }: { name: string; different: number; same: number }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd>
        {different === 0
          ? `all ${formatCount(same)} equal`
          : `${formatCount(different)} different, ${formatCount(same)} equal`}
      </dd>
    </div>
  );
}

/** The same boxes, so that nothing shifts when the comparison arrives. */
function Waiting() {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">Comparing with the live index…</span>
      <div className="mb-1 h-7 w-2/3 rounded-md bg-raised" />
      {['h-8', 'h-8', 'h-5', 'h-5', 'h-5 w-1/2'].map((height, place) => (
        <div key={place} className={`rounded-md bg-raised ${height}`} />
      ))}
    </div>
  );
}
