import type { JobStep } from '@/lib/contract/job-page.ts';
import { Panel } from '../ui/panel.tsx';
import { Shape, State, type StateLevel } from '../ui/state.tsx';

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

export function StepsPanel({ steps }: { steps: JobStep[] }) {
  return (
    <Panel title="Steps">
      <ol className="flex flex-col">
        {steps.map((step) => (
          <li
            key={step.title}
            aria-current={step.state === 'now' ? 'step' : undefined}
            className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-b py-2 last:border-b-0 last:pb-0"
          >
            {step.state === 'todo' || step.state === 'skipped' ? (
              <span className="inline-flex items-baseline gap-1.5 text-muted">
                <Shape level={LEVELS[step.state]} className="translate-y-px" />
                <span className="min-w-0 [overflow-wrap:anywhere]">{step.title}</span>
              </span>
            ) : (
              <State level={LEVELS[step.state]}>{step.title}</State>
            )}
            <span className="sr-only">: {WORDS[step.state]}.</span>
            {step.state === 'skipped' && (
              <span aria-hidden="true" className="text-muted">
                not done
              </span>
            )}
            {step.note && (
              <span className="min-w-0 font-mono text-[12.5px] [overflow-wrap:anywhere] text-muted">{step.note}</span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
