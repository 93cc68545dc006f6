import type { JobDetail } from '@/lib/contract/api.ts';
import type { Blocked, ClusterWords } from '../blocked.ts';
import { paths } from '../paths.ts';
import { Button, LinkButton, Notice } from '../ui/index.ts';

/** How it ended, if it ended other than well, and what to do now. */
export function Ending({
  detail,
  cluster,
  blocked,
  onResume,
  resuming,
}: {
  detail: JobDetail;
  cluster: ClusterWords;
  blocked: Blocked;
  onResume: () => void;
  resuming: boolean;
}) {
  const { row } = detail;
  if (row.status !== 'failed' && row.status !== 'cancelled' && row.status !== 'interrupted') return null;
  const title =
    row.status === 'failed' ? 'It failed' : row.status === 'cancelled' ? 'It was cancelled' : 'It was interrupted';
  const resumed = detail.followedBy[0];
  return (
    <Notice
      tone={row.status === 'failed' ? 'bad' : 'warn'}
      live={row.status === 'failed' ? 'alert' : 'status'}
      title={title}
      className="mb-3.5"
      actions={
        resumed ? (
          <LinkButton href={paths.job(cluster.key, resumed.id)}>
            Go to job {resumed.id}, which took it up again
          </LinkButton>
        ) : (
          <>
            {detail.planAnew === null ? (
              <Button
                look="primary"
                blocked={
                  blocked[NEEDS[row.kind]] ??
                  (row.kind === 'switch' && cluster.protected
                    ? `${cluster.name} is protected: plan the switch anew from the list of indices.`
                    : null)
                }
                pending={resuming && 'Starting…'}
                onClick={onResume}
              >
                {detail.resumable ? 'Resume where it stopped' : 'Start again'}
              </Button>
            ) : (
              <LinkButton
                href={
                  detail.planAnew.kind === 'clean-up'
                    ? paths.cleanUp(cluster.key, detail.planAnew.rules)
                    : paths.deleteBackup(cluster.key, detail.planAnew.backup)
                }
                blocked={blocked[NEEDS[row.kind]]}
              >
                {detail.planAnew.kind === 'clean-up' ? 'Review the clean-up again' : 'Review the deletion again'}
              </LinkButton>
            )}
            {row.kind === 'restore' && detail.restore?.backup && (
              <LinkButton
                href={paths.restore(cluster.key, detail.restore.backup, { alias: detail.restore.alias ?? undefined })}
              >
                Review it anew
              </LinkButton>
            )}
          </>
        )
      }
    >
      {detail.failure && (
        <>
          <p>{detail.failure.message}</p>
          {detail.failure.hint && <p className="text-muted">{detail.failure.hint}</p>}
        </>
      )}
      {detail.why && <p>{detail.why}</p>}
      <p className="text-muted">{leftBehind(detail)}</p>
      {!resumed && cluster.protected && detail.restore?.switchAlias && (
        <p className="text-muted">
          {cluster.name} is protected: resumed, it leaves the alias where it is. Move it afterwards, with a switch.
        </p>
      )}
    </Notice>
  );
}

const NEEDS = {
  backup: 'back-up',
  restore: 'restore',
  'retry-rejected': 'restore',
  switch: 'switch',
  'clean-up': 'clean-up',
  verify: 'verify',
  'delete-backup': 'delete-backup',
} as const;

/** What it has done so far, and what that means. */
function leftBehind(detail: JobDetail): string {
  switch (detail.row.kind) {
    case 'restore':
    case 'retry-rejected':
      return detail.restore?.createsIndex
        ? 'The live index was not touched. If the new index was created, it is half filled and no alias points to it: resume, or let clean up take it.'
        : 'What had been written by then stays in the index. Running it again adds and overwrites, and deletes nothing.';
    case 'backup':
      return 'Backups that were finished by then are whole and stay. An unfinished file is never taken for a backup.';
    case 'switch':
      return 'An alias moves in one call: either it moved or it did not. The alias map says which.';
    case 'clean-up':
      return 'What was deleted by then is gone, the log says which; nothing else was touched.';
    case 'verify':
    case 'delete-backup':
      return 'Nothing on the cluster was touched.';
    default:
      return detail.row.kind satisfies never;
  }
}
