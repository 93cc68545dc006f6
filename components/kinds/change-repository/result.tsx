import type { ChangeRepositoryResult } from '@/lib/kinds/change-repository/schema.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { VerifiedNodes } from '../../repositories/verified-nodes.tsx';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What a repository is now, and which nodes can use it. */
export function RepositoryChanged({ result }: ResultProps<ChangeRepositoryResult>) {
  const { name, nodes, readOnly, snapshots, deleted, action } = result;
  return (
    <Panel title={titleOf(result)}>
      <Facts>
        <Fact name="Repository">
          <code>{name}</code>
        </Fact>
        {action !== 'unregister' && <Fact name="Read-only">{readOnly ? 'yes' : 'no'}</Fact>}
        <Fact name="Snapshots">{snapshots === null ? 'unknown' : formatCount(snapshots)}</Fact>
        {deleted !== null && (
          <Fact name="Deleted">
            {plural(deleted.files, 'file')}, {formatBytes(deleted.bytes)}
          </Fact>
        )}
      </Facts>
      {nodes !== null && (
        <div className="mt-4">
          <h3 className="mb-2 text-small font-medium">Verified on every node</h3>
          <VerifiedNodes verified={nodes} />
        </div>
      )}
    </Panel>
  );
}

function titleOf({ action, name, deleted }: ChangeRepositoryResult): string {
  if (action === 'unregister') return `${name} is unregistered, its files are kept`;
  if (action === 'clean-up')
    return deleted?.files ? `${formatBytes(deleted.bytes)} freed` : 'There was nothing to delete';
  return action === 'register' ? `${name} is registered` : `${name} is changed`;
}
