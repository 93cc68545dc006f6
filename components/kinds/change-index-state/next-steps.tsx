import { Panel } from '../../ui/panel.tsx';
import type { NextStepsProps } from '../kind-view.ts';

/** What is true of the cluster after the job. */
export function AfterIndexState({ detail: { row } }: NextStepsProps) {
  if (row.status !== 'succeeded') return null;
  return (
    <Panel title="What to do next">
      <p className="text-muted">
        {row.warning === undefined
          ? 'Check that searches work as before. The opposite change undoes this one.'
          : 'Open the index again, or switch the alias to another index: until then its searches fail.'}
      </p>
    </Panel>
  );
}
