'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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
  const refresh = () => client.invalidateQueries({ queryKey: [cluster.key, 'jobs'] });
  const close = useAction(actions.close, () => void refresh(), { stay: true });
  const reopen = useAction(actions.reopen, () => void refresh(), { stay: true });
  const failure = close.failure ?? reopen.failure;
  const of = { cluster: cluster.key, job };
  return (
    <Panel id="incident" title={closed === null ? 'Close the incident' : 'The incident is closed'}>
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
            name, the time and this sentence.
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
        <>
          <p role="status">
            By {closed.by}, <Time at={closed.at} />.
          </p>
          <p className="mb-3 [overflow-wrap:anywhere] text-muted">
            {closed.unknown === null
              ? 'Nothing was said about what remains unknown.'
              : `What remains unknown: “${closed.unknown}”`}
          </p>
          <Button blocked={blocked} pending={reopen.pending && 'Reopening…'} onClick={() => void reopen.act(of)}>
            Reopen the incident
          </Button>
        </>
      )}
    </Panel>
  );
}
