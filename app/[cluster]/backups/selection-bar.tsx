import { canBeRestored } from '@/components/backups/backup-labels.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Button, LinkButton } from '@/components/ui/button.tsx';
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
