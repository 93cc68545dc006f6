import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { ProvenIndex, SnapshotResult } from '@/lib/kinds/snapshot/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { MissingShards } from '../../snapshots/missing-shards.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What the snapshot holds, and what is proved of each index. */
export function SnapshotTaken({ result }: ResultProps<SnapshotResult>) {
  const { repository, snapshot, indices, skipped, failures, bytes, addedBytes, shards, state } = result;
  const { key } = useCluster();
  const isWhole = state === 'SUCCESS';
  return (
    <Panel
      title={isWhole ? `${snapshot} is complete` : `${snapshot} is partial`}
      tone={isWhole && skipped.length === 0 ? 'ok' : 'warn'}
      actions={<LinkButton href={paths.snapshot(key, repository, snapshot)}>Open the snapshot</LinkButton>}
    >
      <Facts>
        <Fact name="Repository">
          <code>{repository}</code>
        </Fact>
        <Fact name="Shards">
          {shards === null ? 'unknown' : `${formatCount(shards.total - shards.failed)} of ${formatCount(shards.total)}`}
        </Fact>
        <Fact name="Size">{formatBytes(bytes)}</Fact>
        <Fact name="Added">{formatBytes(addedBytes)}</Fact>
      </Facts>
      <ul className="mt-4 flex flex-col divide-y" aria-label="Indices of the snapshot">
        {indices.map((index) => (
          <Proven
            key={index.index}
            index={index}
            missing={failures.filter((failure) => failure.index === index.index).length}
          />
        ))}
      </ul>
      <MissingShards failures={failures} all={shards?.failed ?? failures.length} />
      {skipped.map(({ index, message, hint }) => (
        <Notice key={index} tone="warn" className="mt-3" title={`${index} was left out`}>
          <p>
            {message} {hint}
          </p>
        </Notice>
      ))}
    </Panel>
  );
}

const sumOf = (marks: ProvenIndex['after']): number | null =>
  marks === null ? null : marks.reduce((sum, { documents }) => sum + documents, 0);

interface ProvenProps {
  index: ProvenIndex;
  /** Shards of it that are not in the snapshot. */
  missing: number;
}

/** Exact: this many documents. Otherwise between the numbers before and after. */
function Proven({ index: { index, proof, why, before, after, digest }, missing }: ProvenProps) {
  const [first, last] = [sumOf(before), sumOf(after)];
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2.5">
      <IndexName name={index} />
      {missing > 0 ? (
        <State level="bad">{plural(missing, 'shard')} missing</State>
      ) : proof === 'exact' ? (
        <State level="ok">
          Exact: {plural(last, 'document')}
          {digest !== null && ', with a digest'}
        </State>
      ) : (
        <State level="warn">
          {first === null || last === null
            ? 'Not counted'
            : `Between ${formatCount(Math.min(first, last))} and ${plural(Math.max(first, last), 'document')}`}
          : {why}
        </State>
      )}
    </li>
  );
}
