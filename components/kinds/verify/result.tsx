import Link from 'next/link';
import type { Verification } from '@/lib/contract/backup.ts';
import { formatBytes, formatCount, formatDuration } from '@/lib/format.ts';
import type { VerifyResult } from '@/lib/kinds/verify/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { Panel, Fact, Facts } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import type { ResultProps } from '../kind-view.ts';

/** Whether every promised document of each backup is there; the digests are folded. */
export function Verified({ result, detail }: ResultProps<VerifyResult>) {
  const cluster = useCluster();
  const { verifications, failures } = result;
  // A backup of another directory, from the command line, has no page.
  const hrefOf = (id: string) =>
    verifications.length + failures.length > 1 || detail.backup !== null ? paths.backup(cluster.key, id) : null;
  return (
    <Panel title={titleOf(result)} tone={result.status === 'done' ? 'ok' : 'bad'}>
      <ul className="flex flex-col divide-y">
        {failures.map(({ id, failure }) => (
          <li key={id} className="py-2.5">
            <BackupLink id={id} href={hrefOf(id)} />
            <State level="bad" className="mt-1 text-small">
              {failure.message}
            </State>
            {failure.hint && <p className="text-small text-muted">{failure.hint}</p>}
          </li>
        ))}
        {verifications.map((verification) => (
          <li key={verification.id} className="py-2.5">
            <BackupLink id={verification.id} href={hrefOf(verification.id)} />
            <Counted verification={verification} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function titleOf({ verifications, failures }: VerifyResult): string {
  const all = verifications.length + failures.length;
  const complete = verifications.filter((verification) => verification.complete).length;
  if (all === 1) return complete === 1 ? 'The backup is complete' : 'The backup is incomplete';
  return complete === all
    ? `All ${formatCount(all)} backups are complete`
    : `${formatCount(complete)} of ${formatCount(all)} backups are complete`;
}

function BackupLink({ id, href }: { id: string; href: string | null }) {
  if (href === null) return <code>{id}</code>;
  return (
    <Link href={href} prefetch={false} className="link [overflow-wrap:anywhere]">
      {id}
    </Link>
  );
}

function Counted({ verification }: { verification: Verification }) {
  const { complete, digest, documents, fileBytes, objectsBytes, promised, seconds, sha256 } = verification;
  return (
    <>
      <p className="mt-1 text-small">
        <State level={complete ? 'ok' : 'bad'} strong>
          {formatCount(documents)} of {formatCount(promised)} documents
        </State>
        <span className="text-muted">
          {' '}
          · {formatBytes(objectsBytes)} read from a file of {formatBytes(fileBytes)} in {formatDuration(seconds)}
        </span>
      </p>
      <details className="mt-1 text-small">
        <summary className="text-muted">Digests</summary>
        <p className="my-2 text-muted">
          A digest is a short number that changes when any byte changes. Equal digests mean equal content.
        </p>
        <Facts>
          <Fact name="SHA-256 of the documents">
            <code>{sha256}</code>
          </Fact>
          <Fact name="Content, in any order">
            <code>{digest}</code>
          </Fact>
        </Facts>
      </details>
    </>
  );
}
