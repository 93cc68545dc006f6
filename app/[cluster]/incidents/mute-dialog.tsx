'use client';
import type { ActionFailure } from '@/components/use-action.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
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
  const acting = useIncidentAction(muting.add, onClose);
  return (
    <Dialog open={open} title="Mute messages" onClose={onClose}>
      <p className="mt-2 text-small text-muted">
        On {name} ({environment}). No message begins meanwhile. Incidents are still listed here, and what is still wrong
        at the end is reported then.
      </p>
      <MuteForm about={about} acting={acting} onCancel={onClose} />
    </Dialog>
  );
}

export type MuteActing = Pick<ReturnType<typeof useIncidentAction<MuteInputOf, unknown>>, 'act' | 'pending'> & {
  failure: ActionFailure | null;
};
type MuteInputOf = Parameters<Muting['add']>[0];
