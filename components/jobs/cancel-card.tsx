import type { JobDetail } from '@/lib/contract/job-page.ts';
import { useBlocked } from '../cluster-context.tsx';
import { Button } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';
import { StickyActions } from '../ui/sticky-actions.tsx';
import { AskToCancel, useCancel, type Cancelling } from './cancel-job.tsx';
import { isActive } from './job-labels.ts';
import { progressLabel } from './progress-labels.ts';

interface CancelCardProps {
  detail: JobDetail;
  pending: boolean;
  onCancel: (input: Cancelling) => void;
}

/** Cancels the job, and says before what that leaves. On a phone the button is at the bottom of the screen. */
export function CancelCard({ detail, pending, onCancel }: CancelCardProps) {
  const { aftermath, cancelRequestedAt, noun, row } = detail;
  const mayNot = useBlocked('cancel-job');
  const cancel = useCancel(detail, onCancel);
  if (!isActive(row.status)) return null;
  const blocked = mayNot ?? (cancelRequestedAt === null ? null : 'Cancelling: it ends at its next safe moment.');
  return (
    <Panel title="If you cancel">
      <p className="text-small text-muted">
        {row.status === 'queued' ? 'Nothing has been changed yet.' : `It ends at its next safe moment. ${aftermath}`}
      </p>
      {cancel.asking ? (
        <AskToCancel detail={detail} blocked={blocked} onConfirm={cancel.confirm} onDismiss={cancel.dismiss} />
      ) : (
        <StickyActions summary={row.progress === null ? row.title : progressLabel(row.progress)}>
          <Button className="w-full" blocked={blocked} pending={pending && 'Cancelling…'} onClick={cancel.press}>
            Cancel {noun}
          </Button>
        </StickyActions>
      )}
    </Panel>
  );
}
