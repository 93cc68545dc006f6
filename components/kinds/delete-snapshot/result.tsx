import { plural } from '@/lib/format.ts';
import type { DeleteSnapshotResult } from '@/lib/kinds/delete-snapshot/schema.ts';
import { IndexName } from '../../index-name.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What the deleted snapshot held. */
export function SnapshotDeleted({ result: { repository, snapshot, indices } }: ResultProps<DeleteSnapshotResult>) {
  return (
    <Panel title={`${snapshot} is deleted from ${repository}`}>
      <p className="mb-2 text-muted">It held {plural(indices.length, 'index', 'indices')}:</p>
      <ul className="flex flex-col gap-1.5">
        {indices.map((index) => (
          <li key={index}>
            <IndexName name={index} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
