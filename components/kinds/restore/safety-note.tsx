import type { JobDetail, RestoreFacts } from '@/lib/contract/job-page.ts';
import { isIrreversible, isLive, pointToIt } from '@/lib/kinds/restore/target-use.ts';
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

function safetyOf({
  liveIndices,
  switchAlias,
  use,
}: Pick<RestoreFacts, 'liveIndices' | 'switchAlias' | 'use'>): string {
  if (isIrreversible(use)) {
    const target = isLive(use) ? `the live index (${pointToIt(use.aliases)})` : 'an index that exists';
    return (
      `Documents are added and overwritten in ${target}; none is deleted. ` +
      'What has been written can’t be taken out again, also after a cancellation.'
    );
  }
  const until = switchAlias ? ' until the last step, and is kept after it' : '';
  const live = liveIndices.length === 0 ? '' : `The live index isn’t touched${until}. `;
  return `${live}Cancelling leaves a half-filled index that no alias points to; you can resume or delete it.`;
}
