import { plural } from '@/lib/format.ts';
import type { DeleteSnapshotResult } from '@/lib/kinds/delete-snapshot/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What the deleted snapshot held. */
export function SnapshotDeleted({ result: { repository, snapshot, indices } }: ResultProps<DeleteSnapshotResult>) {
  const { key } = useCluster();
  return (
    <Panel
      title={`${snapshot} is deleted from ${repository}`}
      actions={<LinkButton href={paths.backups(key)}>Open the backups</LinkButton>}
    >
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
