'use client';
import { useCallback, useState } from 'react';
import type { IncidentDetail } from '@/lib/contract/incidents-page.ts';
import { MOST_COMMENT } from '@/lib/contract/incident-limits.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog } from '@/components/ui/dialog.tsx';
import { AreaField } from '@/components/ui/field.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import type { ActionFailure } from '@/components/use-action.ts';
import { useIncidentAction } from '../use-muting.ts';
import { NOT_OPENED_AGAIN } from './ended-notice.tsx';
import type { IncidentActions } from './use-incident-actions.ts';

interface Props {
  page: IncidentDetail;
  open: boolean;
  acting: { pending: boolean; failure: ActionFailure | null };
  comment: IncidentActions['comment'];
  onClose: () => void;
  onAct: (reason: string) => void;
}

/**
 * Asks before an incident is closed that is not over. If it ends meanwhile, the refusal says so, and what was typed can be
 * saved as a comment.
 */
export function CloseDialog({ page, open, acting, comment, onClose, onAct }: Props) {
  const { name, environment } = useCluster();
  const [note, setNote] = useState('');
  const isOver = page.incident.ended !== null;
  return (
    <Dialog
      open={open}
      title={isOver ? `Incident ${page.incident.id} has ended` : `Close incident ${page.incident.id}?`}
      onClose={onClose}
    >
      <p className="mt-2 text-small [overflow-wrap:anywhere] text-muted">
        {isOver
          ? 'It ended while this was open. What you typed can be saved as a comment.'
          : `${page.title}, on ${name} (${environment}). Close it if nothing more is to be done: Restore Desk has not seen that it is over. ${NOT_OPENED_AGAIN}`}
      </p>
      {acting.failure && !isOver && (
        <FailureNotice className="mt-3" title="The incident was not closed" failure={acting.failure} />
      )}
      <AreaField
        className="mt-4"
        mono={false}
        rows={3}
        label={isOver ? 'Comment' : 'Why, and what remains unknown (optional)'}
        maxLength={MOST_COMMENT}
        error={acting.failure?.fields?.reason}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{isOver ? 'Close this window' : 'Keep it open'}</Button>
        {isOver ? (
          <SaveAsComment id={page.incident.id} note={note} comment={comment} onDone={onClose} />
        ) : (
          <Button look="primary" pending={acting.pending && 'Closing…'} onClick={() => onAct(note)}>
            Close the incident
          </Button>
        )}
      </div>
    </Dialog>
  );
}

interface SaveProps {
  id: string;
  note: string;
  comment: IncidentActions['comment'];
  onDone: () => void;
}

function SaveAsComment({ id, note, comment, onDone }: SaveProps) {
  const { key } = useCluster();
  const done = useCallback(() => onDone(), [onDone]);
  const { act, failure, pending } = useIncidentAction(comment, done);
  return (
    <>
      {failure && <FailureNotice className="w-full" title="The comment was not saved" failure={failure} />}
      <Button
        look="primary"
        blocked={note.trim() === '' && 'Nothing was typed.'}
        pending={pending && 'Saving…'}
        onClick={() => void act({ cluster: key, incident: id, comment: note })}
      >
        Save as a comment
      </Button>
    </>
  );
}
