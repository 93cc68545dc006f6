import { formatCount } from '@/lib/format.ts';
import type { RunPolicyResult } from '@/lib/kinds/run-policy/schema.ts';
import { MissingShards } from '../../snapshots/missing-shards.tsx';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** The snapshot that the cluster took by its policy. */
export function PolicyRan({ result }: ResultProps<RunPolicyResult>) {
  const { snapshot, repository, state, indices, shards, failures, status } = result;
  const word = indices === 0 ? 'empty' : state === 'SUCCESS' ? 'complete' : 'partial';
  return (
    <Panel title={`${snapshot} is ${word}`} tone={status === 'done' ? 'ok' : 'warn'}>
      <Facts>
        <Fact name="Repository">
          <code>{repository}</code>
        </Fact>
        <Fact name="Indices">{formatCount(indices)}</Fact>
        <Fact name="Shards">
          {shards === null ? 'unknown' : `${formatCount(shards.total - shards.failed)} of ${formatCount(shards.total)}`}
        </Fact>
      </Facts>
      <MissingShards failures={failures} all={shards?.failed ?? failures.length} />
    </Panel>
  );
}
