import { formatBytes, formatDuration } from '@/lib/format.ts';
import { snapshotProof } from '@/lib/kinds/restore-snapshot/proof.ts';
import type { RestoreSnapshotResult } from '@/lib/kinds/restore-snapshot/schema.ts';
import { NamedText } from '../../named-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Fact, Facts } from '../../ui/panel.tsx';
import { NextSteps } from '../restore/next-steps.tsx';
import { ProofPanel } from '../proof-panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** Whether the restored index is what the snapshot was taken of, and how that was checked. */
export function SnapshotProven({ result, detail }: ResultProps<RestoreSnapshotResult>) {
  const { check, snapshot, warnings } = result;
  return (
    <>
      <ProofPanel
        proof={snapshotProof(result)}
        hint={check.digest === null ? 'shards and times' : 'shards, digest and times'}
      >
        <p className="mb-3 max-w-[80ch] text-small text-muted">{check.sentence}</p>
        <Facts>
          <Fact name="Snapshot">
            <code>
              {snapshot.repository}/{snapshot.name}
            </code>
          </Fact>
          {check.digest !== null && (
            <Fact name="Digest">
              <code>{check.digest}</code>
            </Fact>
          )}
          <Fact name="Size">{formatBytes(result.bytes)}</Fact>
          <Fact name="Time">
            {formatDuration(result.seconds)}, {formatDuration(check.seconds)} of it to compare
          </Fact>
        </Facts>
      </ProofPanel>
      {result.notSwitched !== null && (
        <Notice tone="warn" title={`${result.alias ?? 'The alias'} was not switched`}>
          <div>
            <NamedText text={result.notSwitched} />
          </div>
        </Notice>
      )}
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          <div>
            <NamedText text={warning} />
          </div>
        </Notice>
      ))}
      <NextSteps detail={detail} result={result} />
    </>
  );
}
