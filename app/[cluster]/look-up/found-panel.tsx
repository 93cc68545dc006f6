'use client';
import { OtherIndexName } from '@/components/kinds/compare/pair.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { LOOK_UP_HITS, type FoundSide, type LookUpHit } from '@/lib/contract/looked-up.ts';
import { formatCount } from '@/lib/format.ts';
import { useOtherName } from './choose-indices.tsx';
import { nameOf, partWords, placeWords, throughWords, type OtherSide } from './hit-words.ts';

interface Props {
  side: FoundSide;
  at: 'left' | 'right';
  /** The key of another cluster than that of the page. */
  cluster: string | undefined;
  /** null: there is none, or it was not searched. */
  other: FoundSide | null;
  /** There is another side. */
  two: boolean;
  opened: string | undefined;
  onOpen: (hit: Pick<LookUpHit, 'id' | 'routing'>) => void;
}

/** The hits of one index: how many, and the first ones. */
export function FoundPanel({ side, at, cluster, other, two, opened, onOpen }: Props) {
  const { hits, total, alias, live } = side;
  const part = partWords(side);
  const onCluster = useOtherName(cluster);
  const through = throughWords(alias);
  return (
    <Panel
      flush
      title={<OtherIndexName index={side.index} cluster={cluster} />}
      tag={
        <>
          {onCluster !== null && <span className="text-small text-muted">on {onCluster}</span>}
          {live && <Chip tone="live">live</Chip>}
          {alias !== null && (
            <span className="text-small text-muted [overflow-wrap:anywhere]">
              {through === null ? `alias ${alias.name}` : `through ${through}`}
            </span>
          )}
        </>
      }
      actions={<span className="text-small text-faint">{formatCount(side.tookMs)} ms</span>}
    >
      <div className="flex flex-col gap-1 px-4 py-3 mid:px-5">
        <p>
          {!total.exact && <span className="text-muted">at least </span>}
          <span className="text-[28px]/8 font-medium tabular-nums">{formatCount(total.value)}</span>{' '}
          <span className="text-muted">
            {total.value === 1 ? 'hit' : 'hits'}
            {!total.exact && ', in part'}
          </span>
        </p>
        {part !== null && <State level="warn">{part}</State>}
      </div>
      <ol aria-label={two ? `First hits on the ${at}` : 'First hits'}>
        {hits.map((hit) => (
          <Hit
            key={`${hit.type} ${hit.id} ${hit.routing}`}
            hit={hit}
            other={{ at: at === 'left' ? 'right' : 'left', through: throughWords(other?.alias ?? null) }}
            current={hit.id === opened}
            onOpen={onOpen}
          />
        ))}
      </ol>
      <p className="border-t px-4 py-2.5 text-small text-faint mid:px-5">{endWords(total.value, hits.length)}</p>
    </Panel>
  );
}

function endWords(total: number, shown: number): string {
  if (total === 0) return 'No document was found.';
  return total > shown ? `The first ${LOOK_UP_HITS} are listed.` : 'No more hits';
}

function Hit({
  hit,
  other,
  current,
  onOpen,
}: { hit: LookUpHit; other: OtherSide; current: boolean } & Pick<Props, 'onOpen'>) {
  const { rank, id, routing, score, title } = hit;
  return (
    <li
      className={classes(
        'relative grid grid-cols-[24px_minmax(0,1fr)_auto] items-start gap-x-2 border-t px-4 py-2.5 hover:bg-raised/50 mid:px-5',
        current && 'bg-accent-soft',
      )}
    >
      <span className="pt-px text-right text-small text-faint tabular-nums">{rank}</span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <button
          type="button"
          aria-current={current ? 'true' : undefined}
          onClick={() => onOpen({ id, routing })}
          className="min-h-6 text-left font-medium text-text after:absolute after:inset-0 hover:underline"
        >
          <bdi>{nameOf(hit)}</bdi>
        </button>
        {title !== null && (
          <code className="block text-muted">
            <bdi>{id}</bdi>
          </code>
        )}
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-muted">
          {routing !== null && (
            <Chip className="max-w-40 overflow-hidden">
              routing <bdi>{routing}</bdi>
            </Chip>
          )}
          {hit.other !== null && <OnTheOther verdict={hit.other} rank={rank} other={other} />}
        </span>
      </div>
      <span className="pt-px text-small text-faint tabular-nums" title="Score">
        <span className="sr-only">score </span>
        {score === null ? 'no score' : score.toFixed(2)}
      </span>
    </li>
  );
}

function OnTheOther({
  verdict: { place, content },
  rank,
  other,
}: {
  verdict: NonNullable<LookUpHit['other']>;
  rank: number;
  other: OtherSide;
}) {
  const isSamePlace = place.is === 'ranked' && place.rank === rank;
  return (
    <>
      {place.is === 'missing' && other.through === null && <Chip tone="live">only here</Chip>}
      {content === 'changed' && <Chip tone="warn">changed</Chip>}
      {content === 'same' && isSamePlace && <span className="text-faint">same</span>}
      {content === 'unknown' && <span>not compared</span>}
      {!(content === 'same' && isSamePlace) && <span>{placeWords(place, rank, other)}</span>}
    </>
  );
}
