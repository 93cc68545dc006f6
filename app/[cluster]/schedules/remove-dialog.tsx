'use client';
import { useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import type { RowActing } from './use-row-actions.ts';

interface Props {
  /** The schedule that is asked about; null: none. */
  name: string | null;
  acting: RowActing;
  onClose: () => void;
}

/** Asks before a schedule is removed, and says what is kept. */
export function RemoveDialog({ name, acting, onClose }: Props) {
  const cluster = useCluster();
  return (
    <Dialog open={name !== null} title={`Remove the schedule ${name ?? ''}?`} onClose={onClose}>
      {name !== null && (
        <>
          <div className="mt-2 flex flex-col gap-1.5 text-small text-muted">
            <p>
              On {cluster.name} ({cluster.environment}). It does not run again, and deletes no more backups.
            </p>
            <p>A run in progress still finishes its backup or drill, and deletes no backup.</p>
            <p>Its backups, and the jobs of its runs, are kept.</p>
          </div>
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Button onClick={onClose}>Keep the schedule</Button>
            <Button
              look="danger"
              pending={acting.pending && 'Removing…'}
              onClick={() => void acting.act('remove', name).then(onClose)}
            >
              Remove the schedule
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
