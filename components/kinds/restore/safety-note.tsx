import type { JobDetail, RestoreFacts } from '@/lib/contract/job-page.ts';
import { isActive } from '../../jobs/job-labels.ts';
import { Panel } from '../../ui/panel.tsx';

/** Beside a running restore: what is safe if it fails or is cancelled. */
export function SafetyNote({ detail }: { detail: JobDetail }) {
  if (!isActive(detail.row.status) || detail.restore === null) return null;
  return (
    <Panel title="If something goes wrong">
      <p className="text-muted">{safetyOf(detail.restore)}</p>
    </Panel>
  );
}

function safetyOf({ createsIndex, switchAlias }: Pick<RestoreFacts, 'createsIndex' | 'switchAlias'>): string {
  if (!createsIndex) {
    return (
      'Documents are added and overwritten in an index that exists; none is deleted. ' +
      'Cancelling leaves what was written so far.'
    );
  }
  const until = switchAlias ? ' until the last step, and stays open after it' : '';
  return (
    `The live index isn’t touched${until}. ` +
    'Cancelling leaves a half-filled index that no alias points to; you can resume or delete it.'
  );
}
