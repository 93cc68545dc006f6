import { NumberedSteps } from './numbered-steps.tsx';
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
        <NumberedSteps steps={steps} plain />
      )}
    </Panel>
  );
}
