import type { JobStep } from '@/lib/contract/job-page.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { classes } from '../ui/classes.ts';
import { Panel } from '../ui/panel.tsx';
import { Shape, type StateLevel } from '../ui/state.tsx';

const LEVELS: Record<JobStep['state'], StateLevel> = {
  done: 'done',
  now: 'live',
  todo: 'idle',
  failed: 'bad',
  skipped: 'unknown',
};
const WORDS: Record<JobStep['state'], string> = {
  done: 'done',
  now: 'now',
  todo: 'to come',
  failed: 'ended here',
  skipped: 'not done',
};
const TITLES: Record<JobStep['state'], string> = {
  done: '',
  now: 'font-medium',
  todo: 'text-muted',
  failed: 'font-medium text-bad',
  skipped: 'text-muted',
};

/** What the job does, in order; a line joins the steps. */
export function StepsPanel({ steps }: { steps: JobStep[] }) {
  return (
    <Panel title="Steps">
      <ol className="flex flex-col">
        {steps.map((step, place) => (
          <li
            key={step.title}
            aria-current={step.state === 'now' ? 'step' : undefined}
            className="relative flex gap-3.5 pb-4 last:pb-0"
          >
            {place < steps.length - 1 && (
              <span
                aria-hidden="true"
                className="absolute top-6 bottom-0 left-[7px] w-px -translate-x-px bg-line-strong"
              />
            )}
            <Shape level={LEVELS[step.state]} className="mt-[3px] size-[15px]" />
            <StepWords step={step} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function StepWords({ step: { note, state, title } }: { step: JobStep }) {
  const short = note === null ? null : shortSentence(note);
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
      <span className={classes('min-w-0 [overflow-wrap:anywhere]', TITLES[state])}>
        {shortSentence(title)}
        <span className="sr-only">: {WORDS[state]}.</span>
      </span>
      {(state === 'skipped' || short !== null) && (
        <span
          className="min-w-0 text-small [overflow-wrap:anywhere] text-muted"
          title={short === note ? undefined : (note ?? undefined)}
        >
          {state === 'skipped' ? 'not done' : short}
        </span>
      )}
    </span>
  );
}
