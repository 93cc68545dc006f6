import { LostSentences, lostTitle } from '@/components/backups/lost-backups.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatList, plural } from '@/lib/format.ts';

interface Props {
  page: BackupsPage;
}

/** Which backups there are is unknown, and why. */
export function Unreadable({ page }: Props) {
  if (page.stillReading) {
    return (
      <Notice tone="info" live="status" title="The backup directory is still being read">
        <p>
          <code>{page.directory}</code> holds many files, or its disk is slow. {page.problem} Which backups there are is
          not known yet; they appear here as soon as it is.
        </p>
      </Notice>
    );
  }
  if (page.missing) {
    return (
      <Notice
        tone={page.lost === null ? 'warn' : 'bad'}
        live="alert"
        title="The backup directory is not there"
        actions={page.lost === null && <BackUpLink>Back up now</BackUpLink>}
      >
        <p>{page.problem}</p>
        {page.lost === null ? (
          <p className="text-muted">
            If nothing was ever backed up from here, that is as it should be: the first backup makes it. This page looks
            again every ten seconds.
          </p>
        ) : (
          <>
            <p>{lostTitle(page.lost)}.</p>
            <LostSentences lost={page.lost} directory={page.directory} />
          </>
        )}
      </Notice>
    );
  }
  return (
    <Notice tone="bad" live="alert" title="The backup directory can’t be read">
      <p>{page.problem}</p>
      <p className="text-muted">
        Which backups there are is unknown; that is not the same as none. The directory is <code>{page.directory}</code>
        : make it readable for the user that runs Restore Desk, or name another in the configuration. This page looks
        again every ten seconds.
      </p>
    </Notice>
  );
}

/** Backups may exist that are not listed. */
export function Unread({ folders }: { folders: readonly string[] }) {
  return (
    <Notice tone="bad" live="alert" title={`${plural(folders.length, 'folder')} of the backup directory can’t be read`}>
      <p>
        What {folders.length === 1 ? 'it holds' : 'they hold'} is unknown and not listed below: {formatList(folders, 6)}
        . Make {folders.length === 1 ? 'it' : 'them'} readable for the user that runs Restore Desk; where one is a link,
        put the folder itself in its place, or mount it there.
      </p>
    </Notice>
  );
}

export function Empty({ page }: Props) {
  return (
    <EmptyState title="There is no backup yet" actions={<BackUpLink look="primary">Back up now</BackUpLink>}>
      <code>{page.directory}</code> is readable and empty. A backup made here, by <code>restore-desk backup</code> or by
      the old <code>es_dump</code> appears within ten seconds.
    </EmptyState>
  );
}
