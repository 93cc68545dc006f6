import Link from 'next/link';
import type { AliasGroup, AliasMap } from '@/lib/contract/alias-map.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { IndexTable } from './index-table.tsx';

/** Indices are compared with indices: a filter of the alias is for the review. null: unknown. */
const nowIn = (group: AliasGroup | undefined): number | null =>
  group === undefined || group.documentsInIndices === undefined ? (group?.documents ?? null) : group.documentsInIndices;

export function ChooseIndex({ map, alias }: { map: AliasMap; alias: string }) {
  const { key } = useCluster();
  const group = map.groups.find((each) => each.alias === alias);
  const live = group?.entries.filter((entry) => entry.live).length ?? 0;
  const others = group?.entries.filter((entry) => !entry.live || live > 1) ?? [];
  if (group === undefined || others.length === 0) {
    return (
      <div className="flex flex-col gap-4">
        <EmptyState
          title={group === undefined ? `There is no alias ${alias}` : `${alias} has no other index`}
          actions={<LinkButton href={paths.chooseBackup(key, alias)}>Restore a backup of it</LinkButton>}
        >
          {map.outside.length > 0
            ? 'Restore a backup of it, or switch it to one of the indices below, which have no alias.'
            : 'No other index can take its place. Restoring a backup creates one.'}
        </EmptyState>
        <Outside map={map} alias={alias} now={nowIn(group)} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {group.documentsInIndices !== undefined && (
        <p className="text-muted">
          <Chip>filtered</Chip> {alias} has a filter or a routing: it shows {formatCount(group.documents)} of{' '}
          {plural(group.documentsInIndices, 'document')}. The numbers below are of whole indices; the review of a switch
          counts through the alias.
        </p>
      )}
      <IndexTable
        title={`Indices of ${alias}`}
        entries={group.entries}
        alias={alias}
        now={nowIn(group)}
        single={live <= 1}
      />
      {group.left !== undefined && (
        <p className="-mt-2 text-muted">
          {plural(group.left, 'older one')} {group.left === 1 ? 'is' : 'are'} not listed here:{' '}
          <Link href={`${paths.indices(key)}?filter=${encodeURIComponent(alias)}`}>
            find another on the page Indices
          </Link>
          .
        </p>
      )}
      <Outside map={map} alias={alias} now={nowIn(group)} />
    </div>
  );
}

const MOST_OUTSIDE = 50;

/** Named after no alias, so it may be meant for this one; corrected by hand it may be the only good one. */
function Outside({ map, alias, now }: { map: AliasMap; alias: string; now: number | null }) {
  const { key } = useCluster();
  const outside = map.totals?.outside ?? map.outside.length;
  if (outside === 0) return null;
  return (
    <>
      <IndexTable
        title="Indices without an alias"
        entries={map.outside.slice(0, MOST_OUTSIDE)}
        alias={alias}
        now={now}
        single
      />
      {outside > MOST_OUTSIDE && (
        <p className="-mt-2 text-muted">
          The newest {formatCount(MOST_OUTSIDE)} of {formatCount(outside)}:{' '}
          <Link href={`${paths.indices(key)}?show=without-alias`}>find another on the page Indices</Link>.
        </p>
      )}
    </>
  );
}
