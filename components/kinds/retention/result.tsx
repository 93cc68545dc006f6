import Link from 'next/link';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { DecidedGroup, RetentionResult } from '@/lib/kinds/retention/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Fold, Folds } from '../../ui/fold.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Time } from '../../ui/time.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What was deleted, what was left with the reason, and which rule keeps each other backup. */
export function RetentionDone({ result }: ResultProps<RetentionResult>) {
  const { key } = useCluster();
  return (
    <div className="flex flex-col gap-4">
      <Panel title={titleOf(result)} actions={<LinkButton href={paths.backups(key)}>Open the backups</LinkButton>}>
        {result.note !== null && <p className="mb-3 text-muted">{result.note}</p>}
        <Deleted result={result} />
        <KeptWhole keptWhole={result.keptWhole} />
        <Left left={result.left} />
      </Panel>
      <Kept result={result} />
    </div>
  );
}

function titleOf({ bytes, deleted, final, snapshots }: RetentionResult): string {
  if (snapshots.length > 0) return `${plural(snapshots.length, 'snapshot')} deleted`;
  if (deleted.length === 0) return 'Nothing was deleted';
  return `${plural(deleted.length, 'backup')} deleted, ${formatBytes(bytes)}${final ? ' freed' : ''}`;
}

function Deleted({ result: { deleted, snapshots } }: { result: RetentionResult }) {
  if (deleted.length + snapshots.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5">
      {deleted.map(({ fileBytes, id }) => (
        <li key={id} className="flex flex-wrap justify-between gap-x-4">
          <code className="min-w-0 [overflow-wrap:anywhere]">{id}</code>
          <span className="text-muted">{formatBytes(fileBytes)}</span>
        </li>
      ))}
      {snapshots.map(({ repository, snapshot, uuid }) => (
        <li key={uuid} className="flex flex-wrap justify-between gap-x-4">
          <code className="min-w-0 [overflow-wrap:anywhere]">{snapshot}</code>
          <span className="text-muted">{repository}</span>
        </li>
      ))}
    </ul>
  );
}

function KeptWhole({ keptWhole }: Pick<RetentionResult, 'keptWhole'>) {
  if (keptWhole.length === 0) return null;
  return (
    <Notice tone="warn" className="mt-3" title="Nothing of these was deleted, whatever the rules">
      <ul className="flex flex-col gap-1">
        {keptWhole.map(({ because, name }) => (
          <li key={name}>
            <code className="[overflow-wrap:anywhere]">{name}</code>: {because}.
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Left({ left }: Pick<RetentionResult, 'left'>) {
  if (left.length === 0) return null;
  return (
    <Notice tone="warn" className="mt-3" title={`${plural(left.length, 'backup')} not deleted`}>
      <ul className="flex flex-col gap-1">
        {left.map(({ id, reason }) => (
          <li key={id}>
            <code className="[overflow-wrap:anywhere]">{id}</code>: {reason}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Kept({ result: { groups, kept } }: { result: RetentionResult }) {
  const listed = groups.filter(({ backups }) => backups.length > 0);
  if (listed.length === 0) return null;
  return (
    <Folds>
      <Fold title={`${plural(kept, 'backup')} kept`} hint="with the rule that keeps each">
        <div className="flex flex-col gap-4">
          {listed.map((group) => (
            <KeptOfName key={group.name} group={group} />
          ))}
        </div>
      </Fold>
    </Folds>
  );
}

function KeptOfName({ group: { backups, name } }: { group: DecidedGroup }) {
  const { key } = useCluster();
  return (
    <section>
      <h3 className="mb-1 font-medium">
        <Link className="link" prefetch={false} href={paths.backups(key)}>
          {name}
        </Link>{' '}
        <span className="text-small font-normal text-muted">{formatCount(backups.length)} listed</span>
      </h3>
      <ul className="flex flex-col gap-1">
        {backups.map(({ at, because, id }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="min-w-0">
              <code className="[overflow-wrap:anywhere]">{id}</code>{' '}
              {at !== null && (
                <span className="text-small text-muted">
                  <Time at={at} />
                </span>
              )}
            </span>
            <span className="text-small text-muted">{because.join('; ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
