import Link from 'next/link';
import { formatBytes, formatCount, formatDuration } from '@/lib/format.ts';
import type { VerifyResult } from '@/lib/kinds/verify/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** Whether every promised document is there, and by which sums. */
export function Verified({ result: { verification }, detail }: ResultProps<VerifyResult>) {
  const cluster = useCluster();
  return (
    <Panel
      title={verification.complete ? 'The backup is whole' : 'The backup is incomplete'}
      tone={verification.complete ? 'ok' : 'bad'}
    >
      <Facts>
        <Fact name="Documents">
          {formatCount(verification.documents)} of {formatCount(verification.promised)} promised
        </Fact>
        <Fact name="Read">
          {formatBytes(verification.objectsBytes)} of documents from {formatBytes(verification.fileBytes)}, in{' '}
          {formatDuration(verification.seconds)}
        </Fact>
        <Fact name="SHA-256">
          <code>{verification.sha256}</code>
        </Fact>
        <Fact name="Content digest">
          <code>{verification.digest}</code>
        </Fact>
      </Facts>
      {detail.backup && (
        <p className="mt-3">
          <Link href={paths.backup(cluster.key, detail.backup)} prefetch={false} className="link">
            Open the backup
          </Link>
        </p>
      )}
    </Panel>
  );
}
