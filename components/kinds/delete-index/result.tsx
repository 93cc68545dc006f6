import { formatBytes, formatCount } from '@/lib/format.ts';
import type { DeleteIndexResult } from '@/lib/kinds/delete-index/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What was deleted, and where its documents may still be. */
export function IndexDeleted({ result: { documents, index, storeBytes, uuid } }: ResultProps<DeleteIndexResult>) {
  const { key } = useCluster();
  return (
    <Panel
      title={`The index is deleted, ${formatBytes(storeBytes)} freed`}
      actions={
        <>
          <LinkButton href={paths.indices(key)}>Open the indices</LinkButton>
          <LinkButton href={paths.backups(key)}>Open the backups</LinkButton>
        </>
      }
    >
      <Facts>
        <Fact name="Index">
          <IndexName name={index} whole copy />
        </Fact>
        <Fact name="UUID">
          <code className="[overflow-wrap:anywhere]">{uuid}</code>
        </Fact>
        <Fact name="Documents">{documents === null ? 'unknown' : formatCount(documents)}</Fact>
      </Facts>
      <p className="mt-3 text-muted">Only a backup or a snapshot can restore it.</p>
    </Panel>
  );
}
