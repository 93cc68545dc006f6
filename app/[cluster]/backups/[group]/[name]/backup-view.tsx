'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Condition } from '@/components/backups/condition.tsx';
import { canBeRestored, timeOf } from '@/components/backups/words.ts';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { Live } from '@/components/live.tsx';
import { backupApiPath, paths } from '@/components/paths.ts';
import { backupQuery } from '@/components/queries.ts';
import {
  Button,
  buttonClass,
  CopyBlock,
  FailureNotice,
  Heading,
  LinkButton,
  Panel,
  Time,
} from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import { Difference } from './difference.tsx';
import { FileFacts } from './file-facts.tsx';
import { JobsWithIt } from './jobs-with-it.tsx';
import { Manifest, NoManifest } from './manifest.tsx';
import { NotWhole } from './not-whole.tsx';
import { SampleDocuments } from './sample-documents.tsx';

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
  const query = useQuery({
    ...backupQuery(cluster.key, id),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  const check = useAct(verify, (value) => router.push(paths.job(cluster.key, value.job)));
  return (
    <Live query={query} what="this backup" gone="This backup is gone">
      {({ row, summary, settings, mappings, jobs }) => {
        const whole = canBeRestored(row);
        return (
          <>
            <BackupHeading
              cluster={cluster.key}
              id={id}
              row={row}
              blocked={blocked}
              checking={check.pending}
              onVerify={() => void check.act({ cluster: cluster.key, backup: id })}
            />
            {check.failure && <FailureNotice className="mb-3.5" failure={check.failure} />}
            <NotWhole condition={row.condition} />
            <div className="grid items-start gap-3.5 min-[1000px]:grid-cols-[minmax(0,1fr)_340px]">
              <div className="flex min-w-0 flex-col gap-3.5">
                {whole && <Difference cluster={cluster.key} id={id} documents={row.documents} />}
                {whole && (
                  <SampleDocuments
                    cluster={cluster.key}
                    id={id}
                    total={row.documents}
                    blocked={blocked['read-documents'] ?? null}
                  />
                )}
                {settings !== null && <FileText title="Settings in the backup" part={settings} />}
                {mappings !== null && <FileText title="Mappings in the backup" part={mappings} />}
              </div>
              <aside className="flex min-w-0 flex-col gap-3.5">
                <Panel title="Condition">
                  <Condition cluster={cluster.key} row={row} full />
                </Panel>
                <FileFacts row={row} />
                {summary.manifest ? <Manifest manifest={summary.manifest} /> : whole && <NoManifest />}
                <JobsWithIt cluster={cluster.key} jobs={jobs} />
              </aside>
            </div>
          </>
        );
      }}
    </Live>
  );
}

interface HeadingProps {
  cluster: string;
  id: string;
  row: BackupRow;
  blocked: Blocked;
  checking: boolean;
  onVerify: () => void;
}

function BackupHeading(props: HeadingProps) {
  const { row } = props;
  return (
    <Heading
      sub={
        <p>
          <code>{row.id}</code>
        </p>
      }
      actions={<BackupActions {...props} />}
    >
      {row.group}, {canBeRestored(row) || row.takenAt !== null ? <Time at={timeOf(row)} /> : row.condition.state}
    </Heading>
  );
}

/** Everything one can do with this backup; what is not whole can only be downloaded or deleted. */
function BackupActions({ cluster, id, row, blocked, checking, onVerify }: HeadingProps) {
  const whole = canBeRestored(row);
  return (
    <>
      {whole && (
        <LinkButton look="primary" href={paths.restore(cluster, id)} blocked={blocked.restore}>
          Restore {row.documents === null ? 'this backup' : plural(row.documents, 'document')}
        </LinkButton>
      )}
      {whole && (
        <Button blocked={blocked.verify} pending={checking && 'Starting…'} onClick={onVerify}>
          {row.verified === null ? 'Verify' : 'Verify again'}
        </Button>
      )}
      <Download cluster={cluster} id={id} blocked={blocked.download ?? null} bytes={row.fileBytes} />
      <LinkButton look="danger" href={paths.deleteBackup(cluster, id)} blocked={blocked['delete-backup']}>
        Delete…
      </LinkButton>
    </>
  );
}

function Download({
  cluster,
  id,
  blocked,
  bytes,
}: {
  cluster: string;
  id: string;
  blocked: string | null;
  bytes: number;
}) {
  if (blocked !== null) return <Button blocked={blocked}>Download</Button>;
  return (
    <a className={buttonClass()} href={backupApiPath(cluster, id, ['download'])} download>
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
