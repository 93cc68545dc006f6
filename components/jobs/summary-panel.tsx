import { CopyBlock } from '../ui/copy.tsx';
import { Panel } from '../ui/panel.tsx';

/** What happened, ready to paste into the incident channel. */
export function SummaryPanel({ text }: { text: string }) {
  return (
    <Panel title="For the incident channel">
      <CopyBlock name="Summary for the incident channel" text={text} label="Copy the summary" />
    </Panel>
  );
}
