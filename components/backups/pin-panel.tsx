'use client';
import { useId, useState } from 'react';
import type { PinnedBackup } from '@/lib/contract/pinned.ts';
import { useBlocked } from '../cluster-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { FailureNotice } from '../ui/notice.tsx';
import { Fact, Facts, Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';
import { useAction, type ActionAnswer } from '../use-action.ts';

export interface PinActions<Named extends object> {
  pin: (input: Named & { reason: string }) => Promise<ActionAnswer<unknown>>;
  unpin: (input: Named) => Promise<ActionAnswer<unknown>>;
}

interface Props<Named extends object> extends PinActions<Named> {
  /** null: it is not pinned. */
  pinned: PinnedBackup | null;
  /** Names the cluster and the backup, as the actions take it. */
  named: Named;
  noun: 'backup' | 'snapshot';
  /** To load what is displayed again. */
  onDone: () => void;
}

/** A pinned backup is never deleted: who pinned it and why, and the way to pin or unpin it. */
export function PinPanel<Named extends object>({ pinned, ...rest }: Props<Named>) {
  return <Panel title="Pin">{pinned === null ? <NotPinned {...rest} /> : <Pinned {...rest} pinned={pinned} />}</Panel>;
}

function Pinned<Named extends object>({ named, noun, onDone, pinned, unpin }: Props<Named> & { pinned: PinnedBackup }) {
  const blocked = useBlocked('delete-backup');
  const { act, failure, pending } = useAction(unpin, onDone, { stay: true });
  return (
    <div className="flex flex-col items-start gap-3">
      <Facts>
        <Fact name="Pinned by">{pinned.by}</Fact>
        <Fact name="At">
          <Time at={pinned.at} />
        </Fact>
        <Fact name="Why">{pinned.reason}</Fact>
      </Facts>
      <p className="text-small text-muted">No person and no schedule can delete it while it is pinned.</p>
      <Button size="small" blocked={blocked} pending={pending && 'Unpinning…'} onClick={() => void act(named)}>
        Unpin {noun}
      </Button>
      {failure && <FailureNotice failure={failure} title={`The ${noun} was not unpinned`} />}
    </div>
  );
}

function NotPinned<Named extends object>({ named, noun, onDone, pin }: Omit<Props<Named>, 'pinned'>) {
  const blocked = useBlocked('back-up');
  const [reason, setReason] = useState('');
  const id = useId();
  const { act, failure, pending } = useAction(pin, onDone, { stay: true });
  const isEmpty = reason.trim() === '';
  return (
    <form
      aria-labelledby={id}
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !blocked) void act({ ...named, reason: reason.trim() });
      }}
    >
      <p id={id} className="text-small text-muted">
        Not pinned: a schedule’s retention may delete it.
      </p>
      <TextField
        label="Why it must be kept"
        className="self-stretch"
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={failure?.fields?.reason}
      />
      <Button
        size="small"
        type="submit"
        blocked={blocked ?? (isEmpty && 'Say why first.')}
        pending={pending && 'Pinning…'}
      >
        Pin {noun}
      </Button>
      {failure && !failure.fields?.reason && <FailureNotice failure={failure} title={`The ${noun} was not pinned`} />}
    </form>
  );
}
