import { Panel } from '@/components/ui/panel.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { IndexPage, IndexShards, ShardCopy } from '@/lib/contract/index-page.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';
import { copyState, unassignedWord } from './shard-words.ts';

/** Each node with the copies that it holds, and the copies that no node holds. */
export function ShardsCard({ shards }: { shards: IndexPage['shards'] }) {
  if (shards === undefined) return null;
  if (!shards.known)
    return (
      <Panel title="Shards">
        <FailureNotice still title="The shards can’t be listed" failure={shards.failure} />
      </Panel>
    );
  const { assigned, copies, emptyNodes, total } = shards.value;
  return (
    <Panel
      title="Shards"
      tag={
        <span className="text-small text-faint">
          {formatCount(assigned)} of {formatCount(total)} assigned
        </span>
      }
      flush
    >
      <ul className="flex flex-col divide-y">
        {nodesOf(shards.value).map(({ node, held }) => (
          <li key={node} className="grid gap-x-4 gap-y-2 px-4 py-3 mid:grid-cols-[160px_minmax(0,1fr)] mid:px-5">
            <span className="text-small [overflow-wrap:anywhere] text-muted">{node}</span>
            <Copies copies={held} />
          </li>
        ))}
        {emptyNodes.map((node) => (
          <li key={node} className="grid gap-x-4 gap-y-1 px-4 py-3 mid:grid-cols-[160px_minmax(0,1fr)] mid:px-5">
            <span className="text-small [overflow-wrap:anywhere] text-muted">{node}</span>
            <span className="text-caption text-faint">none</span>
          </li>
        ))}
        <Unassigned copies={copies.filter(({ node }) => node === null)} />
      </ul>
      {copies.length < total && (
        <p className="border-t px-4 py-2.5 text-small text-muted mid:px-5">
          The first {formatCount(copies.length)} of {formatCount(total)} shards, those with a problem before the others.
        </p>
      )}
    </Panel>
  );
}

function nodesOf({ copies }: IndexShards): { node: string; held: ShardCopy[] }[] {
  const byNode = new Map<string, ShardCopy[]>();
  for (const copy of copies) {
    if (copy.node === null) continue;
    const held = byNode.get(copy.node);
    if (held) held.push(copy);
    else byNode.set(copy.node, [copy]);
  }
  return [...byNode].map(([node, held]) => ({ node, held })).sort((a, b) => (a.node < b.node ? -1 : 1));
}

const keyOf = ({ shard, primary, to }: ShardCopy, place: number): string =>
  `${String(shard)} ${String(primary)} ${to ?? ''} ${String(place)}`;

function Copies({ copies }: { copies: readonly ShardCopy[] }) {
  return (
    <ul className="flex min-w-0 flex-wrap gap-2">
      {copies.map((copy, place) => (
        <li
          key={keyOf(copy, place)}
          title={copy.bytes === null ? undefined : formatBytes(copy.bytes)}
          className={
            copy.primary
              ? 'rounded-sm border border-line-strong bg-raised px-2 py-0.5 text-caption'
              : 'rounded-sm border border-dashed border-line-strong px-2 py-0.5 text-caption text-muted'
          }
        >
          {copy.primary ? 'primary' : 'replica'} {copy.shard}
          {copy.state !== 'started' && <span className="text-accent"> · {copyState(copy)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Unassigned({ copies }: { copies: readonly ShardCopy[] }) {
  return copies.map((copy, place) => (
    <li
      key={keyOf(copy, place)}
      className="grid gap-x-4 gap-y-1 px-4 py-3 text-small mid:grid-cols-[160px_minmax(0,1fr)] mid:px-5"
    >
      <State level={copy.primary ? 'bad' : 'warn'}>on no node</State>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {copy.primary ? 'primary' : 'replica'} {copy.shard}: {unassignedWord(copy.why)}
        {copy.since !== null && (
          <>
            {' '}
            (<Time at={copy.since} />)
          </>
        )}
      </span>
    </li>
  ));
}
