import type { JobDetail } from '@/lib/contract/api.ts';
import { isActive } from '../../jobs/words.ts';
import { Panel } from '../../ui/index.ts';

/** Beside a restore that runs: what is safe whatever comes. */
export function Reassurance({ detail }: { detail: JobDetail }) {
  if (!isActive(detail.row.status) || detail.restore === null) return null;
  return (
    <Panel title="If something goes wrong">
      <p className="text-muted">
        {detail.restore.createsIndex
          ? `The live index isn’t touched${detail.restore.switchAlias ? ' until the last step, and stays open after it' : ''}. Cancelling leaves a half-filled index that no alias points to; you can resume or delete it.`
          : 'Documents are added and overwritten in an index that exists; none is deleted. Cancelling leaves what was written so far.'}
      </p>
    </Panel>
  );
}
