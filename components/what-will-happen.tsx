import { Panel } from './ui/panel.tsx';

interface Props {
  /** In order, each a sentence without its full stop. */
  steps: readonly string[];
  /** A check refuses the plan. */
  refused: boolean;
}

/** The steps of a plan, numbered, beside its button. */
export function WhatWillHappen({ steps, refused }: Props) {
  return (
    <Panel title="What will happen">
      {refused ? (
        <p className="text-small text-muted">Nothing: a check refuses this plan.</p>
      ) : (
        <ol className="-mt-1 text-small text-muted">
          {steps.map((step, place) => (
            <li key={step} className="grid grid-cols-[20px_minmax(0,1fr)] gap-2 py-[5px] [overflow-wrap:anywhere]">
              <span aria-hidden="true" className="text-faint">
                {place + 1}
              </span>
              {step}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
