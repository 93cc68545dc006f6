import Link from 'next/link';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import { plural } from '@/lib/format.ts';
import { Verdict } from '@/components/backups/verdict.tsx';
import { Details } from './details.tsx';
import { JobsWithIt } from './jobs-with-it.tsx';

/** A file that can't be restored: why, and what to do now. */
export function Unreadable({ detail }: { detail: BackupDetail }) {
  const cluster = useCluster();
  const { row, jobs, others } = detail;
  if (row.condition.state === 'whole') return null;
  const broken = row.condition.state === 'broken';
  return (
    <div className="grid items-start gap-4 mid:grid-cols-2">
      <Panel title={<span className="text-caption text-faint">Condition</span>}>
        <Verdict level={broken ? 'bad' : 'warn'}>
          {broken ? 'This file is broken' : 'This backup was never finished'}
        </Verdict>
        <p>{row.condition.problem}</p>
        <h3 className="mt-5 mb-1.5">What to do now</h3>
        <ul className="flex list-disc flex-col gap-1.5 pl-5 text-muted">
          {broken ? (
            <>
              <li>Restore another backup of {row.group}: this one can’t be restored.</li>
              <li>Download the file if you want to save what is in it.</li>
            </>
          ) : (
            <>
              <li>A backup job stopped while it wrote this file, or is still writing it. Check its job.</li>
              <li>It is never counted as a backup and never restored. The job can be resumed, or a new one started.</li>
            </>
          )}
          <li>Delete it when nothing writes to it any more.</li>
        </ul>
        <div className="mt-4 flex flex-wrap gap-2">
          <LinkButton href={paths.backups(cluster.key, { group: row.group })}>
            Open the backups of {row.group}
          </LinkButton>
          <BackUpLink>New backup</BackUpLink>
        </div>
      </Panel>
      <div className="flex min-w-0 flex-col gap-4">
        {others !== null && <LastGood group={row.group} backup={others.newest} />}
        <Details detail={detail} />
        <JobsWithIt jobs={jobs} />
      </div>
    </div>
  );
}

/** What can be restored instead. */
function LastGood({ group, backup }: { group: string; backup: NonNullable<BackupDetail['others']>['newest'] }) {
  const cluster = useCluster();
  const blocked = useBlocked('restore');
  return (
    <Panel title={`Last good backup of ${group}`}>
      {backup === null ? (
        <p className="text-muted">None. Make a backup before you delete this file.</p>
      ) : (
        <>
          <p className="mb-3">
            <Link className="link" prefetch={false} href={paths.backup(cluster.key, backup.id)}>
              <Time at={backup.takenAt} show="absolute" />
            </Link>
            , {plural(backup.documents, 'document')}
          </p>
          <LinkButton look="primary" href={paths.restore(cluster.key, backup.id)} blocked={blocked}>
            Restore {plural(backup.documents, 'document')}
          </LinkButton>
        </>
      )}
    </Panel>
  );
}
