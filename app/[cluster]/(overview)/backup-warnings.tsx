'use client';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatList, plural } from '@/lib/format.ts';
import { LostSentences, lostTitle } from '@/components/backups/lost-backups.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';

/** Backups that can't be read, and what this page can't show without them. */
export function BackupWarnings({ backups, hasSnapshots }: { backups: Overview['backups']; hasSnapshots: boolean }) {
  const { key } = useCluster();
  const lost = backups.lost ?? null;
  return (
    <>
      {lost && (
        <Notice
          tone="bad"
          live="alert"
          title={lostTitle(lost, backups.directory)}
          actions={<LinkButton href={paths.backups(key)}>Open the backups</LinkButton>}
        >
          <LostSentences lost={lost} directory={backups.directory} />
        </Notice>
      )}
      {backups.problem && (
        <Notice tone="warn" title={backups.missing ? 'There is no backup directory' : 'The backups can’t be read'}>
          <p>{backups.problem}</p>
          {backups.takenAt === null ? (
            <p className="text-muted">
              {hasSnapshots
                ? 'This page knows the snapshots only. Newer backups, and what only zip files say of documents, are unknown.'
                : 'This page shows the state of the cluster only. It is unknown whether documents were lost, because no backup can be read.'}
            </p>
          ) : (
            <p className="text-muted">
              This page compares with the backups that were listed at <Time at={backups.takenAt} precision="seconds" />;
              newer backups are unknown.
            </p>
          )}
        </Notice>
      )}
      {backups.unread.length > 0 && (
        <Notice tone="warn" title={`Backups in ${plural(backups.unread.length, 'folder')} can’t be read`}>
          <p>
            {formatList(backups.unread, 6)} in <code>{backups.directory}</code>: whether there is a good backup of{' '}
            {backups.unread.length === 1 ? 'it' : 'them'} is unknown.
          </p>
        </Notice>
      )}
    </>
  );
}
