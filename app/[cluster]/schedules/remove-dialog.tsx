'use client';
import { useEffect, useRef } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
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
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (name === null) dialog.current?.close();
    else dialog.current?.showModal();
  }, [name]);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="remove-schedule"
      onClose={onClose}
      className="m-auto w-[min(92vw,480px)] rounded-lg border bg-surface p-5 text-text shadow-pop backdrop:bg-black/50"
    >
      {name !== null && (
        <>
          <h2 id="remove-schedule" className="[overflow-wrap:anywhere]">
            Remove the schedule {name}?
          </h2>
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
    </dialog>
  );
}
