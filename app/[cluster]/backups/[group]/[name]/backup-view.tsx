'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Condition } from '@/components/backups/condition.tsx';
import { canBeRestored, restoreVerb, timeOf } from '@/components/backups/backup-labels.ts';
import { SetNotice } from '@/components/backups/set-note.tsx';
import { OtherClusterNotice } from '@/components/backups/source-cluster.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { backupApiPath, paths } from '@/components/paths.ts';
import { backupQuery, isGone } from '@/components/queries.ts';
import { Button, buttonClass, LinkButton } from '@/components/ui/button.tsx';
import { CopyBlock } from '@/components/ui/copy.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { isGoodState } from '@/lib/present/backup-state.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import { AfterDeletion } from './after-deletion.tsx';
import { Difference } from './difference.tsx';
import { FileFacts } from './file-facts.tsx';
import { JobsWithIt } from './jobs-with-it.tsx';
import { Manifest, NoManifest } from './manifest.tsx';
import { IncompleteBackup } from './incomplete.tsx';
import { SampleDocuments } from './sample-documents.tsx';

interface Props {
  id: string;
  initial: BackupDetail;
  verify: (input: { cluster: string; backup: string }) => Promise<ActionAnswer<{ job: string }>>;
}

/** One backup: its condition, its origin, its content, and how it differs from the live index. */
export function BackupView({ id, initial, verify }: Props) {
  const cluster = useCluster();
  const readBlocked = useBlocked('read-documents');
  const router = useRouter();
  const query = useQuery({
    ...backupQuery(cluster.key, id),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  const check = useAction(verify, (value) => router.push(paths.job(cluster.key, value.job)));
  return (
    <QueryBoundary
      query={query}
      what="this backup"
      gone={{ title: 'This backup is gone', actions: <AfterDeletion id={id} /> }}
    >
      {({ row, summary, settings, mappings, jobs }) => {
        const gone = isGone(query.error);
        const whole = canBeRestored(row) && !gone;
        return (
          <>
            <BackupHeading
              id={id}
              row={row}
              gone={gone}
              checking={check.pending}
              onVerify={() => void check.act({ cluster: cluster.key, backup: id })}
            />
            {check.failure && !gone && <FailureNotice className="mb-3.5" failure={check.failure} />}
            <OtherClusterNotice row={row} />
            <SetNotice row={row} />
            <IncompleteBackup condition={row.condition} />
            <div className="grid items-start gap-3.5 mid:grid-cols-[minmax(0,1fr)_340px]">
              <div className="flex min-w-0 flex-col gap-3.5">
                {whole && <Difference id={id} documents={knownDocuments(row)} verified={row.state !== 'unknown'} />}
                {whole && <SampleDocuments row={row} blocked={readBlocked} />}
                {settings !== null && <FileText title="Settings in the backup" part={settings} />}
                {mappings !== null && <FileText title="Mappings in the backup" part={mappings} />}
              </div>
              <aside className="flex min-w-0 flex-col gap-3.5">
                <Panel title="Condition">
                  <Condition row={row} full />
                </Panel>
                <FileFacts row={row} />
                {summary.manifest ? <Manifest manifest={summary.manifest} /> : whole && <NoManifest />}
                <JobsWithIt jobs={jobs} />
              </aside>
            </div>
          </>
        );
      }}
    </QueryBoundary>
  );
}

/** Of an incomplete backup those that are there. */
const knownDocuments = ({ documents, verified }: BackupRow): number | null => verified?.found ?? documents;

interface HeadingProps {
  id: string;
  row: BackupRow;
  gone: boolean;
  checking: boolean;
  onVerify: () => void;
}

function BackupHeading(props: HeadingProps) {
  const { row, gone } = props;
  return (
    <Heading
      sub={
        <p>
          <code>{row.id}</code>
        </p>
      }
      actions={!gone && <BackupActions {...props} />}
    >
      {row.group}, {canBeRestored(row) || row.takenAt !== null ? <Time at={timeOf(row)} /> : row.condition.state}
    </Heading>
  );
}

/** The actions on this backup. An incomplete one can only be downloaded or deleted. */
function BackupActions({ id, row, checking, onVerify }: HeadingProps) {
  const cluster = useCluster();
  const restoreBlocked = useBlocked('restore');
  const verifyBlocked = useBlocked('verify');
  const downloadBlocked = useBlocked('download');
  const deleteBlocked = useBlocked('delete-backup');
  const whole = canBeRestored(row);
  return (
    <>
      {whole && (
        <LinkButton
          look={isGoodState(row.state) ? 'primary' : 'plain'}
          href={paths.restore(cluster.key, id)}
          blocked={restoreBlocked}
        >
          {restoreVerb(row)}
        </LinkButton>
      )}
      {whole && (
        <Button blocked={verifyBlocked} pending={checking && 'Starting…'} onClick={onVerify}>
          {row.verified === null ? 'Verify' : 'Verify again'}
        </Button>
      )}
      <Download id={id} blocked={downloadBlocked} bytes={row.fileBytes} />
      <LinkButton look="danger" href={paths.deleteBackup(cluster.key, id)} blocked={deleteBlocked}>
        Delete…
      </LinkButton>
    </>
  );
}

function Download({ id, blocked, bytes }: { id: string; blocked: string | null; bytes: number }) {
  const cluster = useCluster();
  if (blocked !== null) return <Button blocked={blocked}>Download</Button>;
  return (
    <a className={buttonClass()} href={backupApiPath(cluster.key, id, ['download'])} download>
      Download <span className="font-normal text-muted">{formatBytes(bytes)}</span>
    </a>
  );
}

function FileText({ title, part: { text, cut } }: { title: string; part: NonNullable<BackupDetail['settings']> }) {
  return (
    <Panel title={title}>
      <details>
        <summary className="text-accent">
          Show {cut ? 'the first' : 'all'} {plural(text.split('\n').length, 'line')}
        </summary>
        {cut && <p className="mt-2 text-muted">The rest is in the entry index.json of the file: download it.</p>}
        <div className="mt-2">
          <CopyBlock name={title} text={text} />
        </div>
      </details>
    </Panel>
  );
}
