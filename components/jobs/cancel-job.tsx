import { useState } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { samePerson } from '@/lib/contract/person.ts';
import { useCluster } from '../cluster-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';

export interface Cancelling {
  cluster: string;
  job: string;
  /** It was asked whether another person's job is to be cancelled. */
  anothers?: boolean;
  reason?: string;
}

/** Cancels one's own job with one press, another person's after a confirmation. */
export function useCancel(detail: JobDetail, cancel: (input: Cancelling) => void) {
  const { key, user } = useCluster();
  const [asking, setAsking] = useState(false);
  const cancelWith = (more: Partial<Cancelling>) => cancel({ cluster: key, job: detail.row.id, ...more });
  return {
    asking,
    press: () => (samePerson(detail.row.actor.name, user) ? cancelWith({}) : setAsking(true)),
    confirm: (reason: string) => {
      setAsking(false);
      cancelWith({ anothers: true, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) });
    },
    dismiss: () => setAsking(false),
  };
}

interface AskProps {
  detail: JobDetail;
  blocked: string | null;
  onConfirm: (reason: string) => void;
  onDismiss: () => void;
}

export function AskToCancel({ detail, blocked, onConfirm, onDismiss }: AskProps) {
  const [reason, setReason] = useState('');
  const { noun, row } = detail;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === null) onConfirm(reason);
      }}
    >
      <Notice
        tone="warn"
        live="alert"
        className="mt-4"
        title={`Cancel ${noun} of ${row.actor.name}?`}
        actions={
          <>
            <Button type="submit" look="danger" blocked={blocked}>
              Cancel {noun}
            </Button>
            <Button onClick={onDismiss}>Keep it running</Button>
          </>
        }
      >
        <p>You did not start this job.</p>
        <TextField
          className="mt-2"
          label="Why (optional)"
          hint="Saved in the job’s log and in the audit log, with your name."
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      </Notice>
    </form>
  );
}
