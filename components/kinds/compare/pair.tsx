import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ComparedSides, ShownSide } from '@/lib/contract/comparison-page.ts';
import { formatCount } from '@/lib/format.ts';
import { isLiveSide, onCluster } from '@/lib/present/comparison-words.ts';
import { useCluster } from '../../cluster-context.tsx';
import { EnvironmentTag } from '../../environment-tag.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { Icon } from '../../ui/icon.tsx';
import { State } from '../../ui/state.tsx';
import { Time } from '../../ui/time.tsx';

/** An index of the page's cluster, or of another one (`cluster`: its key; null: not known) with the environment of that. */
export function OtherIndexName({ index, cluster }: { index: string; cluster: string | null | undefined }) {
  const { others } = useCluster();
  const other = others.find(({ key }) => key === cluster);
  return (
    <>
      <IndexName name={index} plain={cluster !== undefined} />{' '}
      {other && <EnvironmentTag environment={other.environment} colour={other.colour} />}
    </>
  );
}

/** Both sides of a comparison, with their documents when it read them. */
export function Pair({ sides, documents }: { sides: ComparedSides; documents: { left: number; right: number } }) {
  return (
    <PairOf
      left={<Side side={sides.left} documents={documents.left} />}
      right={<Side side={sides.right} documents={documents.right} />}
    />
  );
}

/** Two sides beside each other, or on a phone one below the other. */
export function PairOf({ left, right }: { left: ReactNode; right: ReactNode }) {
  return (
    <section
      aria-label="Both sides"
      className="grid min-w-0 grid-cols-1 items-center gap-x-5 gap-y-3 rounded-lg border bg-surface p-4 shadow-card mid:grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] mid:px-5"
    >
      {left}
      <Icon name="compare" className="text-faint max-mid:hidden" />
      {right}
    </section>
  );
}

function Side({ side, documents }: { side: ShownSide; documents: number }) {
  return (
    <SideOf caption={captionOf(side)} documents={documents}>
      {side.kind === 'backup' ? <BackupSide side={side} /> : <IndexSide side={side} />}
    </SideOf>
  );
}

export function SideOf({
  caption,
  documents,
  children,
}: {
  caption: string;
  documents: number | null;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <p className="text-caption text-faint">{caption}</p>
      <div className="mt-0.5 flex items-baseline justify-between gap-x-3">
        <div className="min-w-0">{children}</div>
        <span className="whitespace-nowrap text-muted" title="Documents">
          {formatCount(documents)}
          <span className="sr-only"> documents</span>
        </span>
      </div>
    </div>
  );
}

function captionOf(side: ShownSide): string {
  if (side.kind === 'backup') return 'Backup';
  return `${isLiveSide(side) ? 'Live index' : 'Index'}${onCluster(side)}`;
}

function BackupSide({ side: { id, place, group, takenAt } }: { side: Extract<ShownSide, { kind: 'backup' }> }) {
  const { key } = useCluster();
  const name = (
    <>
      <b className="font-medium">{group}</b>
      {takenAt !== null && (
        <>
          <span aria-hidden="true" className="px-1.5 text-faint">
            ·
          </span>
          <Time at={takenAt} show="absolute" zone={false} className="text-muted" />
        </>
      )}
    </>
  );
  return (
    <span className="inline-flex min-w-0 items-baseline gap-2">
      <Icon name="zip" className="translate-y-0.5 text-faint" />
      {id === null ? (
        <span className="min-w-0" title={place}>
          {name}
        </span>
      ) : (
        <Link href={paths.backup(key, id)} prefetch={false} className="min-w-0 text-text no-underline hover:underline">
          {name}
        </Link>
      )}
    </span>
  );
}

function IndexSide({ side: { cluster, index, now } }: { side: Extract<ShownSide, { kind: 'index' }> }) {
  return (
    <>
      <OtherIndexName index={index} cluster={cluster?.key} />
      {now?.exists === false && <State level="warn">deleted since</State>}
    </>
  );
}
