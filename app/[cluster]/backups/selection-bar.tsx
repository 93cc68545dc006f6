import { canBeRestored } from '@/components/backups/backup-labels.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { bundleApiPath, paths } from '@/components/paths.ts';
import { Button, buttonClass, LinkButton } from '@/components/ui/button.tsx';
import { MAX_SELECTED_BACKUPS, NAMES_LIMIT } from '@/lib/contract/limits.ts';
import { formatBytes, plural } from '@/lib/format.ts';
import type { Selected } from './use-selected.ts';

interface Props {
  selection: Selected;
  verifying: boolean;
  onVerify: (backups: string[]) => void;
}

/** What can be done with the selected backups. It remains visible at the bottom of the window. */
export function SelectionBar({ selection, verifying, onVerify }: Props) {
  const cluster = useCluster();
  const verifyBlocked = useBlocked('verify');
  const deleteBlocked = useBlocked('delete-backup');
  const { rows } = selection;
  const readable = rows.filter(canBeRestored).map(({ id }) => id);
  const review = paths.deleteBackups(
    cluster.key,
    rows.map(({ id }) => id),
  );
  const bytes = rows.reduce((sum, { fileBytes }) => sum + fileBytes, 0);
  return (
    <div role="region" aria-label="Selected backups" className="sticky bottom-4 z-20 max-mid:bottom-0 max-mid:-mx-4">
      <p role="status" className="sr-only">
        {rows.length > 0 && `${plural(rows.length, 'backup')} selected`}
      </p>
      {rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 rounded-lg bg-surface px-4 py-3 shadow-pop max-mid:rounded-none">
          <p className="mr-auto text-small max-mid:w-full">
            <b className="font-medium">{plural(rows.length, 'backup')} selected</b>{' '}
            <span className="text-muted">
              {formatBytes(bytes)}
              {selection.isFull && `; at most ${MAX_SELECTED_BACKUPS} at once`}
            </span>
          </p>
          <Button look="quiet" onClick={selection.clear}>
            Clear
          </Button>
          <DownloadButton rows={rows} />
          <Button
            pending={verifying && 'Starting…'}
            blocked={verifyBlocked ?? (readable.length === 0 && 'None of them can be read.')}
            onClick={() => onVerify(readable)}
          >
            Verify {plural(readable.length, 'backup')}
          </Button>
          <LinkButton
            look="danger-quiet"
            href={review}
            blocked={deleteBlocked ?? (review.length > NAMES_LIMIT && 'Their names are too long for one review.')}
          >
            Review deletion of {plural(rows.length, 'backup')}
          </LinkButton>
        </div>
      )}
    </div>
  );
}

/** Their files as one zip. One that is unfinished is no zip. */
function DownloadButton({ rows }: Pick<Selected, 'rows'>) {
  const cluster = useCluster();
  const blocked = useBlocked('download');
  const files = rows.filter(({ id }) => id.endsWith('.zip'));
  const address = bundleApiPath(
    cluster.key,
    files.map(({ id }) => id),
  );
  const label = `Download ${plural(files.length, 'backup')} (${formatBytes(files.reduce((sum, { fileBytes }) => sum + fileBytes, 0))})`;
  const why =
    blocked ??
    (files.length === 0
      ? 'None of them is finished.'
      : address.length > NAMES_LIMIT && 'Their names are too long for one download.');
  if (why) return <Button blocked={why}>{label}</Button>;
  return (
    <a className={buttonClass()} href={address} download>
      {label}
    </a>
  );
}
