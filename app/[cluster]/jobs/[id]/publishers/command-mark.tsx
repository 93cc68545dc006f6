'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import type { RepublishWindow } from '@/lib/contract/republish.ts';
import type { PublisherCommand } from '@/lib/present/publisher-commands.ts';

interface Mark extends RepublishWindow {
  cluster: string;
  job: string;
  command: string;
  text: string;
  done: boolean;
}
export type MarkCommand = (input: Mark) => Promise<ActionAnswer<{ job: string }>>;

interface Props {
  job: string;
  command: PublisherCommand;
  window: RepublishWindow;
  mark: MarkCommand;
}

/** Who said that a command was run, and the button that says it or takes it back. */
export function CommandMark({ job, command: { name, text, done, coversWindow }, window, mark }: Props) {
  const cluster = useCluster();
  const client = useQueryClient();
  const blocked = useBlocked('record-incident');
  const { act, pending, failure } = useAction(
    mark,
    () => void client.invalidateQueries({ queryKey: [cluster.key, 'jobs'] }),
    { stay: true },
  );
  const label = coversWindow ? 'Mark as not done' : 'Mark as done';
  return (
    <>
      {failure && <FailureNotice failure={failure} title="It was not marked" />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
        <span role="status" className="min-w-0 empty:hidden">
          {done !== null && (
            <State level={coversWindow ? 'done' : 'warn'}>
              {coversWindow ? 'Done' : 'Done for a part of this time only'}: marked by {done.by}, <Time at={done.at} />
              {!coversWindow && (
                <>
                  , for <code>{done.from}</code> to <code>{done.to}</code>. Run it again.
                </>
              )}
            </State>
          )}
        </span>
        <Button
          size="small"
          look={coversWindow ? 'quiet' : 'plain'}
          blocked={blocked}
          pending={pending && 'Saving…'}
          aria-label={`${label}: ${name}`}
          onClick={() =>
            void act({
              cluster: cluster.key,
              job,
              command: name,
              text: text ?? '',
              from: window.from,
              to: window.to,
              done: !coversWindow,
            })
          }
        >
          {label}
        </Button>
      </div>
    </>
  );
}
