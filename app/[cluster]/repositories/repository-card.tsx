import Link from 'next/link';
import type { RepositoryRow } from '@/lib/contract/repositories-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { State } from '@/components/ui/state.tsx';
import { CARD } from './card.ts';
import { REPOSITORY_STATES, verifiedSentence } from './repository-labels.ts';

interface Props {
  row: RepositoryRow;
  nodes: readonly string[] | null;
  current: boolean;
}

/** One repository: its state, its snapshots, and which nodes can use it. */
export function RepositoryCard({ row, nodes, current }: Props) {
  const { key } = useCluster();
  const { level, word } = REPOSITORY_STATES[row.state];
  return (
    <Link
      href={paths.repositories(key, row.name)}
      prefetch={false}
      scroll={false}
      aria-current={current ? 'true' : undefined}
      className={CARD}
    >
      <span className="flex items-center justify-between gap-3">
        <span className="grid size-8 flex-none place-items-center rounded-md bg-raised text-muted">
          <Icon name="snapshot" />
        </span>
        <State level={level}>{word}</State>
      </span>
      <b className="mt-3 font-medium [overflow-wrap:anywhere] text-text">{row.name}</b>
      <span className="text-small text-muted">
        {row.typeLabel}
        {row.readOnly && row.type !== 'url' && ', read-only'}
      </span>
      <span className="mt-3.5 flex flex-wrap justify-between gap-x-4 text-small text-muted">
        <Counts row={row} />
      </span>
      <span className="mt-1 line-clamp-3 text-small [overflow-wrap:anywhere] text-muted">
        {row.failure !== null ? 'Its snapshots can’t be listed.' : (row.problem ?? verifiedSentence(row, nodes))}
      </span>
    </Link>
  );
}

function Counts({ row: { state, snapshots, incomplete, running } }: Pick<Props, 'row'>) {
  if (snapshots === null) return <span>{state === 'reading' ? 'Listing its snapshots…' : 'Snapshots unknown'}</span>;
  return (
    <>
      <span>
        <b className="font-medium text-text">{formatCount(snapshots)}</b> {snapshots === 1 ? 'snapshot' : 'snapshots'}
      </span>
      {running > 0 && <span>{formatCount(running)} running</span>}
      {incomplete > 0 && <span className="text-warn">{plural(incomplete, 'incomplete', 'incomplete')}</span>}
    </>
  );
}
