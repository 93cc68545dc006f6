import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { ProvenIndex, SnapshotResult } from '@/lib/kinds/snapshot/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
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
          <Proven key={index.index} index={index} />
        ))}
      </ul>
      {failures.length > 0 && (
        <Notice tone="bad" className="mt-4" title={`${plural(failures.length, 'shard')} missing`}>
          <ul className="flex flex-col gap-1">
            {failures.map(({ index, shard, reason }) => (
              <li key={`${index} ${String(shard)}`} className="[overflow-wrap:anywhere]">
                Shard {formatCount(shard)} of {index}: {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
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

/** Exact: this many documents. Otherwise between the numbers before and after. */
function Proven({ index: { index, proof, why, before, after, digest } }: { index: ProvenIndex }) {
  const [first, last] = [sumOf(before), sumOf(after)];
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2.5">
      <IndexName name={index} />
      {proof === 'exact' ? (
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
