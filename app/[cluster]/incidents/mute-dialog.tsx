'use client';
import { useEffect, useId, useRef } from 'react';
import type { ActionFailure } from '@/components/use-action.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { MuteForm } from './mute-form.tsx';
import type { MutedAbout } from './typed-mute.ts';
import { useIncidentAction, type Muting } from './use-muting.ts';

export interface MuteDialogProps {
  open: boolean;
  /** What the fields begin with. */
  about: MutedAbout;
  muting: Muting;
  onClose: () => void;
}

/** Asks for what, how long and why. */
export function MuteDialog({ open, about, muting, onClose }: MuteDialogProps) {
  const { name, environment } = useCluster();
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const acting = useIncidentAction(muting.add, onClose);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onClose={onClose}
      className="m-auto max-h-[calc(100dvh-24px)] w-[min(92vw,520px)] overflow-y-auto rounded-lg border bg-surface p-5 text-text shadow-pop backdrop:bg-black/50"
    >
      {open && (
        <>
          <h2 id={heading}>Mute messages</h2>
          <p className="mt-2 text-small text-muted">
            On {name} ({environment}). No message begins meanwhile. Incidents are still listed here, and what is still
            wrong at the end is told then.
          </p>
          <MuteForm about={about} acting={acting} onCancel={onClose} />
        </>
      )}
    </dialog>
  );
}

export type MuteActing = Pick<ReturnType<typeof useIncidentAction<MuteInputOf, unknown>>, 'act' | 'pending'> & {
  failure: ActionFailure | null;
};
type MuteInputOf = Parameters<Muting['add']>[0];
