import Link from 'next/link';
import type { JobDetail, NamedIndex } from '@/lib/contract/api.ts';
import type { JobResult } from '@/lib/contract/job.ts';
import { formatBytes, formatCount, formatDuration, plural } from '@/lib/format.ts';
import { paths } from '../paths.ts';
import { Body, Cell, Column, Fact, Facts, Head, Notice, Panel, Row, State, Table } from '../ui/index.ts';
import { Buckets } from './progress-panel.tsx';

/** What a finished job did, kind by kind. */
export function ResultPanel({ cluster, result, detail }: { cluster: string; result: JobResult; detail: JobDetail }) {
  switch (result.kind) {
    case 'backup':
      return (
        <Panel title={plural(result.backups.length, 'backup')}>
          {result.backups.length > 0 && (
            <Table label="Backups made">
              <Head>
                <Column>Index</Column>
                <Column numeric>Documents</Column>
                <Column numeric>File</Column>
                <Column numeric>Took</Column>
              </Head>
              <Body>
                {result.backups.map((backup) => (
                  <Row key={backup.id}>
                    <Cell>
                      <Link className="link" prefetch={false} href={paths.backup(cluster, backup.id)}>
                        {backup.group}
                      </Link>
                      <code className="block text-faint">{backup.index}</code>
                      {backup.warnings.map((warning) => (
                        <State key={warning} level="warn" className="mt-1 text-[13px] font-normal">
                          {warning}
                        </State>
                      ))}
                    </Cell>
                    <Cell numeric label="Documents">
                      {formatCount(backup.documents)}
                    </Cell>
                    <Cell numeric label="File">
                      {formatBytes(backup.fileBytes)}
                    </Cell>
                    <Cell numeric label="Took">
                      {formatDuration(backup.seconds)}
                    </Cell>
                  </Row>
                ))}
              </Body>
            </Table>
          )}
          {result.failures.map((failure) => (
            <Notice key={failure.index} tone="bad" className="mt-3" title={`${failure.index} was not backed up`}>
              <p>{failure.message}</p>
              {failure.hint && <p className="text-muted">{failure.hint}</p>}
            </Notice>
          ))}
        </Panel>
      );
    case 'restore':
      return <Proof result={result} />;
    case 'switch':
      return (
        <Panel title={`${result.alias} moved`}>
          <BeforeAfter
            before={detail.moved?.last.from ?? result.before}
            after={detail.moved?.last.to ?? result.after}
          />
        </Panel>
      );
    case 'clean-up':
      return (
        <Panel
          title={`${result.deleted.length === 1 ? '1 index' : `${formatCount(result.deleted.length)} indices`} deleted, ${formatBytes(result.bytes)} given back`}
        >
          <ul className="flex flex-col gap-1">
            {result.deleted.map((gone) => (
              <li key={gone.uuid}>
                <code>{gone.index}</code>{' '}
                <span className="text-muted">
                  {plural(gone.documents, 'document')}, {formatBytes(gone.storeBytes)}
                </span>
              </li>
            ))}
          </ul>
          {result.left.map((left) => (
            <Notice key={left.index} tone="warn" className="mt-3" title={`${left.index} was left`}>
              <p>{left.reason}</p>
            </Notice>
          ))}
        </Panel>
      );
    case 'verify': {
      const { verification } = result;
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
              <Link href={paths.backup(cluster, detail.backup)} prefetch={false} className="link">
                Look at this backup
              </Link>
            </p>
          )}
        </Panel>
      );
    }
    case 'delete-backup':
      return (
        <Panel title="Backup deleted">
          <p>
            <code>{result.id}</code> is gone from the disk; {formatBytes(result.fileBytes)} came back.
          </p>
        </Panel>
      );
    default:
      return result satisfies never;
  }
}

/** The counts and the digest: why one may believe that the index is the backup. */
export function Proof({ result }: { result: Extract<JobResult, { kind: 'restore' }> }) {
  const { check } = result;
  const promised = result.promised ?? result.documents;
  const whole = promised === result.documents;
  const good = check.verdict === 'equal' && whole;
  return (
    <Panel title="Proof" tone={good ? 'ok' : 'warn'}>
      <p className="mb-2">
        <State level={good ? 'ok' : check.verdict === 'equal' ? 'warn' : check.verdict === 'additive' ? 'idle' : 'bad'}>
          {check.sentence}
        </State>
      </p>
      <Facts>
        <Fact name="Documents">
          {formatCount(check.documents)} in the index, {formatCount(check.expected)} in the backup
          {!whole && <b className="font-semibold text-bad"> of {formatCount(promised)} promised</b>}
        </Fact>
        <Fact name="Digest of the index">
          <code>{check.digest ?? 'not taken'}</code>
        </Fact>
        <Fact name="Digest of the backup">
          <code>{check.expectedDigest}</code>
        </Fact>
        <Fact name="Took">
          {formatDuration(result.loadSeconds)} to load, {formatDuration(result.checkSeconds)} to compare
        </Fact>
      </Facts>
      <Buckets buckets={result} toGo={null} />
      {result.warnings.map((warning) => (
        <Notice key={warning} tone="warn" className="mt-3">
          <p>{warning}</p>
        </Notice>
      ))}
    </Panel>
  );
}

type Named = Pick<NamedIndex, 'index'> & Partial<NamedIndex>;

export function BeforeAfter({
  before,
  after,
  now = false,
}: {
  before: readonly Named[];
  after: readonly Named[];
  /** It was seen to be so since. */ now?: boolean;
}) {
  return (
    <div className="grid items-stretch gap-2.5 min-[860px]:grid-cols-[minmax(0,1fr)_32px_minmax(0,1fr)]">
      <Names title="Before" indices={before} />
      <div aria-hidden="true" className="grid place-items-center text-xl text-faint max-[859px]:rotate-90">
        →
      </div>
      <Names title={now ? 'Now' : 'After'} indices={after} strong />
    </div>
  );
}

function Names({ title, indices, strong = false }: { title: string; indices: readonly Named[]; strong?: boolean }) {
  return (
    <div className={strong ? 'min-w-0 rounded-md border border-accent p-3' : 'min-w-0 rounded-md border p-3'}>
      <p className="text-[13px] text-faint">{title}</p>
      {indices.length === 0 && <p className="text-muted">no index</p>}
      {indices.map(({ index, documents }) => (
        <div key={index}>
          <code>{index}</code>
          {documents != null && <b className="block font-semibold">{plural(documents, 'document')}</b>}
        </div>
      ))}
    </div>
  );
}
