import { LostSentences, lostTitle } from '@/components/backups/lost-backups.tsx';
import { ImportLink } from '@/components/backups/import-link.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import { isBucketAddress, placeWord } from '@/lib/contract/backup-ref.ts';
import { formatList, plural } from '@/lib/format.ts';

interface Props {
  page: BackupsPage;
}

/** Which backups there are is unknown, and why. */
export function Unreadable({ page }: Props) {
  if (page.stillReading) {
    return (
      <Notice tone="info" live="status" title={`The ${placeWord(page.directory)} is still being read`}>
        <p>
          <code>{page.directory}</code> has many files, or {isBucketAddress(page.directory) ? 'its store' : 'its disk'}{' '}
          is slow. {page.problem} The backups appear here when it has been read.
        </p>
      </Notice>
    );
  }
  if (page.missing) {
    return (
      <Notice
        tone={page.lost === null ? 'warn' : 'bad'}
        live="alert"
        title="The backup directory does not exist"
        actions={page.lost === null && <BackUpLink>Back up now</BackUpLink>}
      >
        <p>{page.problem}</p>
        {page.lost === null ? (
          <p className="text-muted">
            This is normal before the first backup, which creates it. This page checks again every ten seconds.
          </p>
        ) : (
          <>
            <p>{lostTitle(page.lost, page.directory)}.</p>
            <LostSentences lost={page.lost} directory={page.directory} />
          </>
        )}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" live="alert" title={`The ${placeWord(page.directory)} can’t be read`}>
      <p>{page.problem}</p>
      <p className="text-muted">
        Which backups exist is unknown.{' '}
        {isBucketAddress(page.directory) ? null : (
          <>
            Make <code>{page.directory}</code> readable for the user that runs Restore Desk, or name another directory
            in the configuration.{' '}
          </>
        )}
        This page checks again every ten seconds.
      </p>
    </Notice>
  );
}

/** Backups may exist that are not listed. */
export function Unread({ folders }: { folders: readonly string[] }) {
  return (
    <Notice tone="bad" live="alert" title={`${plural(folders.length, 'folder')} of the backup directory can’t be read`}>
      <p>
        Backups in {formatList(folders, 6)} are not listed below. Make {folders.length === 1 ? 'it' : 'them'} readable
        for the user that runs Restore Desk. A link is not followed: put the folder itself in its place, or mount it
        there.
      </p>
    </Notice>
  );
}

export function Empty({ page }: Props) {
  return (
    <EmptyState
      title="No backups yet"
      actions={
        <>
          <BackUpLink look="primary">Back up now</BackUpLink>
          <ImportLink>Import backups</ImportLink>
        </>
      }
    >
      <code>{page.directory}</code> is readable and empty. Start with a backup. Files that{' '}
      <code>restore-desk backup</code>
      {isBucketAddress(page.directory) ? (
        ' writes'
      ) : (
        <>
          {' or '}
          <code>es_dump</code> write
        </>
      )}{' '}
      there appear within ten seconds.
    </EmptyState>
  );
}
