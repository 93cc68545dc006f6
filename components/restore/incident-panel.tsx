'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ClosedIncident } from '@/lib/contract/follow-up.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { FailureNotice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';
import { useAction, type ActionAnswer } from '../use-action.ts';

type Action<Input> = (input: Input) => Promise<ActionAnswer<{ job: string }>>;

/** `reason`: what remains unknown. */
export interface IncidentActions {
  close: Action<{ cluster: string; job: string; reason?: string }>;
  reopen: Action<{ cluster: string; job: string }>;
}

interface Props {
  /** The restore. */
  job: string;
  closed: ClosedIncident | null;
  actions: IncidentActions;
}

/** Somebody closes an incident: the state of the index does not show that it is over. */
export function IncidentPanel({ job, closed, actions }: Props) {
  const cluster = useCluster();
  const client = useQueryClient();
  const blocked = useBlocked('record-incident');
  const [unknown, setUnknown] = useState('');
  const { heading, willChange } = useFocusAfter(closed !== null);
  const refresh = () => client.invalidateQueries({ queryKey: [cluster.key, 'jobs'] });
  const done = () => {
    willChange();
    void refresh();
  };
  const close = useAction(actions.close, done, { stay: true });
  const reopen = useAction(actions.reopen, done, { stay: true });
  const failure = close.failure ?? reopen.failure;
  const of = { cluster: cluster.key, job };
  return (
    <Panel
      id="incident"
      title={
        <span ref={heading} tabIndex={-1}>
          {closed === null ? 'Close the incident' : 'The incident is closed'}
        </span>
      }
    >
      {failure && <FailureNotice failure={failure} className="mb-3" />}
      {closed === null ? (
        <form
          className="flex flex-col items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (blocked === null) void close.act({ ...of, ...(unknown.trim() === '' ? {} : { reason: unknown }) });
          }}
        >
          <p className="text-muted">
            Somebody closes it: Restore Desk can’t tell that it is over. The overview and the summary then have your
            name, the time and this sentence. What Restore Desk noticed of the same loss is closed with it.
          </p>
          <TextField
            className="w-full"
            label="What remains unknown, in one sentence (optional)"
            value={unknown}
            maxLength={500}
            onChange={(event) => setUnknown(event.target.value)}
          />
          <Button type="submit" blocked={blocked} pending={close.pending && 'Closing…'}>
            Close the incident
          </Button>
        </form>
      ) : (
        <Closed closed={closed} blocked={blocked} pending={reopen.pending} onReopen={() => void reopen.act(of)} />
      )}
    </Panel>
  );
}

interface ClosedProps {
  closed: ClosedIncident;
  blocked: string | null;
  pending: boolean;
  onReopen: () => void;
}

function Closed({ closed, blocked, pending, onReopen }: ClosedProps) {
  return (
    <>
      <p role="status">
        By {closed.by}, <Time at={closed.at} />.
      </p>
      <p className="mb-3 [overflow-wrap:anywhere] text-muted">
        {closed.unknown === null
          ? 'Nothing was said about what remains unknown.'
          : `What remains unknown: “${closed.unknown}”`}
      </p>
      <Button blocked={blocked} pending={pending && 'Reopening…'} onClick={onReopen}>
        Reopen the incident
      </Button>
    </>
  );
}

/** The button that was pressed is gone once the state has changed: then the heading gets the focus. */
function useFocusAfter(state: boolean) {
  const heading = useRef<HTMLSpanElement>(null);
  const expected = useRef(false);
  useEffect(() => {
    if (expected.current) heading.current?.focus();
    expected.current = false;
  }, [state]);
  return {
    heading,
    willChange: () => {
      expected.current = true;
    },
  };
}
