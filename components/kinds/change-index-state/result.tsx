import { formatCount, formatList } from '@/lib/format.ts';
import type { ChangeIndexStateResult } from '@/lib/kinds/change-index-state/schema.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Fact, Facts, Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** The state of the index now, and the way back. */
export function IndexStateChanged({ result, detail }: ResultProps<ChangeIndexStateResult>) {
  const { key } = useCluster();
  const { action, aliases, documents, health, index } = result;
  const blocked = useBlocked('open-close');
  const isOpen = action === 'open';
  return (
    <Panel
      title={isOpen ? 'The index is open' : 'The index is closed'}
      tone={detail.row.warning === undefined ? 'plain' : 'warn'}
      actions={
        <>
          <LinkButton href={paths.changeIndex(key, index, isOpen ? 'close' : 'open')} blocked={blocked}>
            {isOpen ? 'Close it again' : 'Open it again'}
          </LinkButton>
          <LinkButton href={paths.index(key, index)}>Open the index’s page</LinkButton>
        </>
      }
    >
      <Facts>
        <Fact name="Index">
          <IndexName name={index} copy />
        </Fact>
        <Fact name={isOpen ? 'Documents' : 'Documents when it was closed'}>
          {documents === null ? 'unknown' : formatCount(documents)}
        </Fact>
        <Fact name="Health">{health ?? 'unknown'}</Fact>
        <Fact name="Aliases">{formatList(aliases, 10)}</Fact>
      </Facts>
    </Panel>
  );
}
