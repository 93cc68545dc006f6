'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { Condition } from '@/components/backups/condition.tsx';
import { canBeRestored, originWords, timeOf } from '@/components/backups/words.ts';
import { Live } from '@/components/live.tsx';
import { backupApiPath, paths } from '@/components/paths.ts';
import { backupDifferenceQuery, backupQuery, sampleDocumentsQuery } from '@/components/queries.ts';
import { Body, Breakable, Button, buttonClass, Cell, Column, CopyBlock, EmptyState, Fact, Facts, FailureNotice, Head, Heading, LinkButton, Notice, Panel, Row, State, Table, Tag, Time } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import type { BackupDetail, DifferenceLine, SampleDocument } from '@/lib/contract/api.ts';
import type { BackupManifest } from '@/lib/contract/backup.ts';
import { formatBytes, formatCount, formatDuration, plural } from '@/lib/format.ts';

interface Props {
  cluster: ClusterWords;
  id: string;
  initial: BackupDetail;
  blocked: Blocked;
  verify: (input: { cluster: string; backup: string }) => Promise<ActionAnswer<{ job: string }>>;
}

/** One backup: what it is, where it came from, what is in it, how it differs from what is live. */
export function BackupView({ cluster, id, initial, blocked, verify }: Props) {
  const router = useRouter();
  const query = useQuery({ ...backupQuery(cluster.key, id), initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) });
  const check = useAct(verify, (value) => router.push(paths.job(cluster.key, value.job)));
  return (
    <Live query={query} what="this backup">
      {({ row, summary, settings, mappings, jobs }) => {
        const whole = canBeRestored(row);
        return (
          <>
            <Heading
              sub={
                <p>
                  <code>{row.id}</code>
                </p>
              }
              actions={
                <>
                  {whole && (
                    <LinkButton look="primary" href={paths.restore(cluster.key, id)} blocked={blocked.restore}>
                      Restore {row.documents === null ? 'this backup' : plural(row.documents, 'document')}
                    </LinkButton>
                  )}
                  {whole && (
                    <Button blocked={blocked.verify} pending={check.pending && 'Starting…'} onClick={() => void check.act({ cluster: cluster.key, backup: id })}>
                      {row.verified === null ? 'Verify' : 'Verify again'}
                    </Button>
                  )}
                  <Download cluster={cluster.key} id={id} blocked={blocked.download ?? null} bytes={row.fileBytes} />
                  <LinkButton look="danger" href={paths.deleteBackup(cluster.key, id)} blocked={blocked['delete-backup']}>
                    Delete…
                  </LinkButton>
                </>
              }
            >
              {row.group}, {whole || row.takenAt !== null ? <Time at={timeOf(row)} /> : row.condition.state}
            </Heading>
            {check.failure && <FailureNotice className="mb-3.5" failure={check.failure} />}
            {row.condition.state !== 'whole' && (
              <Notice tone={row.condition.state === 'broken' ? 'bad' : 'warn'} className="mb-3.5" title={row.condition.state === 'broken' ? 'This file is broken' : 'This backup was never finished'}>
                <p>{row.condition.problem}</p>
                <p className="text-muted">
                  {row.condition.state === 'broken' ? 'It can’t be restored. Download it to look for what can be saved, or delete it.' : 'A dump that died left it behind, or is still writing it. It is never taken for a backup; delete it when nothing writes to it any more.'}
                </p>
              </Notice>
            )}
            <div className="grid items-start gap-3.5 min-[1000px]:grid-cols-[minmax(0,1fr)_340px]">
              <div className="flex min-w-0 flex-col gap-3.5">
                {whole && <Difference cluster={cluster.key} id={id} documents={row.documents} />}
                {whole && <Documents cluster={cluster.key} id={id} total={row.documents} blocked={blocked['read-documents'] ?? null} />}
                {settings !== null && <Text title="Settings in the backup" text={settings} />}
                {mappings !== null && <Text title="Mappings in the backup" text={mappings} />}
              </div>
              <aside className="flex min-w-0 flex-col gap-3.5">
                <Panel title="Condition">
                  <Condition cluster={cluster.key} row={row} full />
                </Panel>
                <Panel title="The file">
                  <Facts>
                    <Fact name="Documents">{formatCount(row.documents)}</Fact>
                    <Fact name="Size">
                      {formatBytes(row.fileBytes)}
                      {row.objectsBytes !== null && <span className="text-muted">, {formatBytes(row.objectsBytes)} unpacked</span>}
                    </Fact>
                    <Fact name="Written by">{originWords(row)}</Fact>
                    <Fact name="File’s date">
                      <Time at={row.modifiedAt} />
                    </Fact>
                  </Facts>
                </Panel>
                {summary.manifest ? <Manifest manifest={summary.manifest} /> : whole && <NoManifest />}
                {jobs.length > 0 && (
                  <Panel title="Jobs with this backup">
                    <ul className="flex flex-col gap-1.5">
                      {jobs.map((job) => (
                        <li key={job.id}>
                          <Link className="link" prefetch={false} href={paths.job(cluster.key, job.id)}>
                            {job.title}
                          </Link>
                          <span className="block text-[13px] text-muted">
                            {job.status}, <Time at={job.at} show="relative" />
                          </span>
                        </li>
                      ))}
                    </ul>
                  </Panel>
                )}
              </aside>
            </div>
          </>
        );
      }}
    </Live>
  );
}

function Download({ cluster, id, blocked, bytes }: { cluster: string; id: string; blocked: string | null; bytes: number }) {
  if (blocked !== null) return <Button blocked={blocked}>Download</Button>;
  return (
    <a className={buttonClass()} href={backupApiPath(cluster, id, ['download'])} download>
      Download <span className="font-normal text-muted">{formatBytes(bytes)}</span>
    </a>
  );
}

function Manifest({ manifest }: { manifest: BackupManifest }) {
  return (
    <Panel title="Manifest">
      <Facts>
        <Fact name="Cluster">
          {manifest.cluster.name} <span className="text-muted">({manifest.cluster.distribution} {manifest.cluster.version})</span>
        </Fact>
        <Fact name="Index">
          <code>{manifest.index.name}</code>
        </Fact>
        <Fact name="Aliases then">
          {manifest.aliases.length === 0
            ? 'none'
            : manifest.aliases.map((membership) => (
                <span key={membership.alias} className="block">
                  {membership.alias} {membership.filter !== undefined && <Tag>filtered</Tag>} {(membership.indexRouting ?? membership.searchRouting) !== undefined && <Tag>routed</Tag>} {membership.isWriteIndex && <Tag>write index</Tag>}
                </span>
              ))}
        </Fact>
        <Fact name="As of">
          <Time at={manifest.startedAt} precision="seconds" show="absolute" />
        </Fact>
        <Fact name="Took">{formatDuration((Date.parse(manifest.endedAt) - Date.parse(manifest.startedAt)) / 1000)}</Fact>
        <Fact name="On disk then">{formatBytes(manifest.primaryBytes)}</Fact>
        <Fact name="Digest">
          <code>{manifest.digest}</code>
        </Fact>
        <Fact name="SHA-256">
          <code>{manifest.objects.sha256}</code>
        </Fact>
        <Fact name="Made with">
          {manifest.tool.name} {manifest.tool.version}
        </Fact>
      </Facts>
      {manifest.warnings.map((warning) => (
        <Notice key={warning} tone="warn" className="mt-3">
          <p>{warning}</p>
        </Notice>
      ))}
    </Panel>
  );
}

function NoManifest() {
  return (
    <Panel title="No manifest">
      <p className="text-muted">This file was written by a tool that keeps none, so the cluster and index it came from, its aliases and its checksum are unknown. Its documents are counted against what it promises, and every entry’s CRC is checked.</p>
    </Panel>
  );
}

function Difference({ cluster, id, documents }: { cluster: string; id: string; documents: number | null }) {
  const query = useQuery(backupDifferenceQuery(cluster, id));
  return (
    <Panel title="Difference from the live index" tag={query.data?.against && <code className="text-faint">{query.data.against}</code>}>
      <Live query={query} what="the live index">
        {(difference) =>
          difference.against === null ? (
            <p className="text-muted">No index is live under this name, so there is nothing to compare with.</p>
          ) : (
            <div className="flex flex-col gap-4">
              <div>
                <h3 className="mb-1">Documents</h3>
                <p>
                  {formatCount(documents)} in the backup, {formatCount(difference.documents)} live <Fewer backup={documents} live={difference.documents} />
                </p>
              </div>
              <Lines title="Settings" lines={difference.settings} same={difference.same.settings} noun="setting" />
              <Lines title="Mappings" lines={difference.mappings} same={difference.same.mappings} noun="mapping key" />
            </div>
          )
        }
      </Live>
    </Panel>
  );
}

function Fewer({ backup, live }: { backup: number | null; live: number | null }) {
  if (backup === null || live === null || backup === live) return null;
  return (
    <span className="text-muted">
      ({formatCount(Math.abs(live - backup))} {live < backup ? 'fewer' : 'more'} live than in the backup)
    </span>
  );
}

function Lines({ title, lines, same, noun }: { title: string; lines: DifferenceLine[]; same: number; noun: string }) {
  if (lines.length === 0) {
    return (
      <div>
        <h3 className="mb-1">{title}</h3>
        <State level="ok" className="font-normal">
          The same, all {plural(same, noun)}
        </State>
      </div>
    );
  }
  return (
    <div>
      <h3 className="mb-1">
        {title} <span className="font-normal text-muted">{plural(lines.length, 'difference')}, {formatCount(same)} the same</span>
      </h3>
      <Table label={`${title} that differ`}>
        <Head>
          <Column className="w-[44%]">Key</Column>
          <Column className="w-[28%]">In the backup</Column>
          <Column>Live</Column>
        </Head>
        <Body>
          {lines.slice(0, 200).map((line) => (
            <Row key={line.key}>
              <Cell>
                <code>
                  <Breakable text={line.key} />
                </code>
              </Cell>
              <Cell label="Backup">{line.backup === null ? <span className="text-faint">not there</span> : <code>{line.backup}</code>}</Cell>
              <Cell label="Live">{line.live === null ? <span className="text-faint">not there</span> : <code>{line.live}</code>}</Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {lines.length > 200 && <p className="mt-2 text-[13px] text-muted">The first 200 of {formatCount(lines.length)}.</p>}
    </div>
  );
}

function Documents({ cluster, id, total, blocked }: { cluster: string; id: string; total: number | null; blocked: string | null }) {
  return (
    <Panel title="A few documents" tag={<span className="text-[13px] text-muted">as they stand in the file, of {formatCount(total)}</span>}>
      {blocked === null ? <Samples cluster={cluster} id={id} /> : <p className="text-muted">{blocked}</p>}
    </Panel>
  );
}

function Samples({ cluster, id }: { cluster: string; id: string }) {
  const query = useQuery(sampleDocumentsQuery(cluster, id));
  return (
    <Live query={query} what="documents of the backup">
      {({ documents }) =>
        documents.length === 0 ? (
          <EmptyState title="There are none">The index was empty when it was backed up.</EmptyState>
        ) : (
          <ul className="flex flex-col gap-2.5">
            {documents.map((document, position) => (
              <li key={`${position} ${document.action}`}>
                <Sample document={document} number={position + 1} />
              </li>
            ))}
          </ul>
        )
      }
    </Live>
  );
}

function Sample({ document, number }: { document: SampleDocument; number: number }) {
  return (
    <div className="rounded-md border bg-bg">
      <p className="border-b px-3 py-1.5 font-mono text-[12.5px] [overflow-wrap:anywhere] text-muted">{document.action}</p>
      <pre tabIndex={0} role="region" aria-label={`Document ${number}`} className="max-h-48 overflow-auto px-3 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {document.source}
        {document.cut && '…'}
      </pre>
      {document.cut && <p className="px-3 pb-2 text-[13px] text-muted">The beginning of {formatBytes(document.bytes)}.</p>}
    </div>
  );
}

function Text({ title, text }: { title: string; text: string }) {
  return (
    <Panel title={title}>
      <details>
        <summary className="text-accent">Show all {plural(text.split('\n').length, 'line')}</summary>
        <div className="mt-2">
          <CopyBlock name={title} text={text} />
        </div>
      </details>
    </Panel>
  );
}
