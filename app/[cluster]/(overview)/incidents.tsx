'use client';
import Link from 'next/link';
import type { OverviewAlias } from '@/lib/contract/overview.ts';
import { formatBytes, formatCount, formatPercent, formatUtcMinute, plural } from '@/lib/format.ts';
import { DataAge } from '@/components/data-age.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { RestoreLink } from '@/components/kinds/restore/restore-link.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';
import { isUnsearchable, Unsearchable } from './unsearchable.tsx';

/** More notices than this would push the table, which lists all, out of view. */
const SHOWN = 3;

/** Every alias that lost documents against its last good backup, or that points to an index that can't be searched, and what can be done. */
export function Incidents({
  aliases,
  lost: lostInAll,
  takenAt,
  stale,
}: {
  aliases: readonly OverviewAlias[];
  /** How many have lost documents, where only the first are listed. */
  lost: number | undefined;
  takenAt: string;
  stale: boolean;
}) {
  const lost = aliases.filter(hasLost);
  const lostCount = lostInAll ?? lost.length;
  const shrunk = aliases.filter((row) => row.loss === null && row.shrunk !== null);
  const unsearchable = aliases.filter((row) => row.loss === null && isUnsearchable(row));
  if (lost.length === 0 && shrunk.length === 0 && unsearchable.length === 0) return null;
  return (
    <div className="mb-3.5" data-stale={stale || undefined}>
      <div className="flex flex-col gap-3" role="alert">
        {lost.slice(0, SHOWN).map((row) => (
          <Incident key={row.alias} row={row} />
        ))}
        {lostCount > SHOWN && (
          <Notice tone="bad">
            <p>{plural(lostCount - SHOWN, 'more alias', 'more aliases')} lost documents: see the table.</p>
          </Notice>
        )}
        {unsearchable.slice(0, SHOWN).map((row) => (
          <Unsearchable key={row.alias} row={row} />
        ))}
        {shrunk.slice(0, SHOWN).map((row) => (
          <Shrunk key={row.alias} row={row} />
        ))}
      </div>
      {/* Outside what is read out, which its seconds would begin again. */}
      <p className="mt-1 text-small text-muted">
        Counted <DataAge at={takenAt} />
      </p>
    </div>
  );
}

type Lost = OverviewAlias & { loss: NonNullable<OverviewAlias['loss']> };
const hasLost = (row: OverviewAlias): row is Lost => row.loss !== null;

function Incident({ row }: { row: Lost }) {
  const { loss, shrunk } = row;
  return (
    <Notice
      tone="bad"
      title={
        <>
          {row.alias} has {plural(row.documents, 'document')}; {formatCount((row.documents ?? 0) + loss.documents)} in
          its last good backup
        </>
      }
      actions={<WaysBack row={row} />}
    >
      <p className="text-muted">
        {plural(loss.documents, 'document')} fewer ({formatPercent(loss.percent, 100)}). <Cause row={row} />
        {row.storeBytes !== null && ` What is live takes ${formatBytes(row.storeBytes)}.`}
      </p>
      {shrunk && <ShrunkSentence row={row} shrunk={shrunk} />}
    </Notice>
  );
}

function WaysBack({ row: { alias, backup, loss } }: { row: Lost }) {
  return (
    <>
      {backup && (
        <RestoreLink look="primary" backup={backup.id} alias={alias}>
          Restore the backup of {formatUtcMinute(backup.takenAt)}
        </RestoreLink>
      )}
      {loss.before && (
        <SwitchLink index={loss.before.index} alias={alias}>
          Switch to the index {loss.before.date !== null && `of ${formatUtcMinute(loss.before.date).slice(0, 10)} `}
          with {plural(loss.before.documents, 'document')}
        </SwitchLink>
      )}
      <a href="#changes" className="link inline-flex min-h-9 items-center px-1">
        What changed?
      </a>
    </>
  );
}

/** What happened, as far as the backup shows. */
function Cause({ row: { alias, targets, loss } }: { row: Lost }) {
  if (loss.backupOf === 'this index') {
    return <>The backup is of this same index, so documents were deleted from it.</>;
  }
  if (loss.backupOf === 'unknown') {
    return (
      <>
        The backup does not say which cluster and index it is of, so whether documents were deleted or the alias moved
        is unknown.
      </>
    );
  }
  const target = targets[0];
  if (target === undefined) return null;
  return (
    <>
      The alias now points to <IndexName name={target.index} alias={alias} />
      {loss.since !== null && (
        <>
          , of <Time at={loss.since} show="absolute" />
        </>
      )}
      ; the backup is of another index.
    </>
  );
}

function Shrunk({ row }: { row: OverviewAlias }) {
  const { key } = useCluster();
  const { shrunk } = row;
  if (shrunk === null) return null;
  return (
    <Notice
      tone="warn"
      title={`The last backup of ${row.alias} holds ${plural(shrunk.to, 'document')}, the one before it ${formatCount(shrunk.from)}`}
      actions={
        <>
          <LinkButton href={paths.backup(key, shrunk.backup)}>
            Open the backup of {formatUtcMinute(shrunk.takenAt)}
          </LinkButton>
          <LinkButton look="quiet" href={paths.backups(key, { group: row.alias })}>
            All backups of {row.alias}
          </LinkButton>
        </>
      }
    >
      <p className="text-muted">
        The documents may have been lost before the last backup was made. A comparison with it alone shows no loss.
      </p>
    </Notice>
  );
}

function ShrunkSentence({ row, shrunk }: { row: OverviewAlias; shrunk: NonNullable<OverviewAlias['shrunk']> }) {
  const { key } = useCluster();
  return (
    <p>
      The backup before that one held even more, {plural(shrunk.from, 'document')}:{' '}
      <Link className="link" href={paths.backup(key, shrunk.backup)} prefetch={false}>
        {row.alias}, {formatUtcMinute(shrunk.takenAt)}
      </Link>
      .
    </p>
  );
}
