import { useQueryClient } from '@tanstack/react-query';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { MOST_CONCURRENT } from '@/lib/contract/limits.ts';
import type { Permission } from '@/lib/kinds/kinds.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { jobQuery } from '../queries.ts';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { FailureNotice, Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAction, type ActionAnswer } from '../use-action.ts';
import { AskToCancel, useCancel, type Cancelling } from './cancel-job.tsx';
import { RateField } from './rate-field.tsx';

interface ControlInput {
  cluster: string;
  job: string;
  paused?: boolean;
  rate?: number | null;
  concurrency?: number;
}
export type ControlAction = (input: ControlInput) => Promise<ActionAnswer<{ job: string }>>;

interface Props {
  detail: JobDetail;
  action: ControlAction;
}

/** The page reads the job again after a change. */
function useControl({ detail, action }: Props) {
  const { key } = useCluster();
  const client = useQueryClient();
  const blocked = useBlocked(detail.permission as Permission);
  const { act, failure, pending } = useAction(
    action,
    () => void client.invalidateQueries({ queryKey: jobQuery(key, detail.row.id).queryKey }),
    { stay: true },
  );
  const change = (input: Omit<ControlInput, 'cluster' | 'job'>) =>
    void act({ cluster: key, job: detail.row.id, ...input });
  return { blocked, change, failure, pending };
}

interface QuestionProps extends Props {
  onCancel: (input: Cancelling) => void;
  cancelling: boolean;
}

/** The question of a job that has paused itself. */
export function AskedQuestion({ detail, action, onCancel, cancelling }: QuestionProps) {
  const { controls, noun } = detail;
  const { blocked, change, failure, pending } = useControl({ detail, action });
  const mayNotCancel = useBlocked('cancel-job');
  const cancel = useCancel(detail, onCancel);
  if (controls === null || controls.question === null) return null;
  return (
    <>
      <Notice
        tone="bad"
        live="alert"
        title={`${noun.charAt(0).toUpperCase()}${noun.slice(1)} is paused: it asks`}
        actions={
          <>
            <Button blocked={blocked} pending={pending && 'Resuming…'} onClick={() => change({ paused: false })}>
              Resume sending
            </Button>
            <Button blocked={mayNotCancel} pending={cancelling && 'Cancelling…'} onClick={cancel.press}>
              Cancel {noun}
            </Button>
          </>
        }
      >
        <p>{controls.question}</p>
        <p>Nothing more is sent until somebody decides.</p>
        {failure && <p className="text-bad">{failure.message}</p>}
      </Notice>
      {cancel.asking && (
        <AskToCancel detail={detail} blocked={mayNotCancel} onConfirm={cancel.confirm} onDismiss={cancel.dismiss} />
      )}
    </>
  );
}

/** Pause, and how fast it goes. Only for kinds whose runs read it. */
export function RunControls({ detail, action }: Props) {
  const { controls } = detail;
  const { blocked, change, failure, pending } = useControl({ detail, action });
  if (controls === null) return null;
  const { concurrency, paused, question, rate } = controls;
  return (
    <Panel title="Speed" className="flex flex-col gap-3">
      {failure && <FailureNotice failure={failure} title="It was not changed" />}
      {question === null && (
        <Button blocked={blocked} pending={pending && 'Changing…'} onClick={() => change({ paused: !paused })}>
          {!paused && <Icon name="pause" />}
          {paused ? 'Resume sending' : 'Pause sending'}
        </Button>
      )}
      {paused && question === null && (
        <p role="status" className="text-small font-medium text-warn">
          Paused: nothing more is sent.
        </p>
      )}
      {blocked === null && (
        <>
          <RateField
            label="Requests per second, at most"
            hint="Empty: no limit."
            optional
            value={rate === null ? '' : String(rate)}
            onRate={(next) => change({ rate: next === '' ? null : Number(next) })}
          />
          <SelectField
            label="Requests at a time"
            value={concurrency}
            onChange={(event) => change({ concurrency: Number(event.target.value) })}
          >
            {concurrency > MOST_CONCURRENT && <option value={concurrency}>{concurrency}</option>}
            {Array.from({ length: MOST_CONCURRENT }, (_, place) => (
              <option key={place} value={place + 1}>
                {place + 1}
              </option>
            ))}
          </SelectField>
        </>
      )}
    </Panel>
  );
}
