import { BeforeAfter } from '@/components/before-after.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { AliasStatus } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';

interface Props {
  alias: string;
  result: RestoreResult;
  aliasStatus: AliasStatus | null;
  primary: boolean;
}

/** The restore did not switch the alias, or the switch can't be undone with one click. */
export function UndoUnavailable({ alias, result, aliasStatus, primary }: Props) {
  const { index, switched } = result;
  const action = (
    <SwitchLink look={primary ? 'primary' : 'plain'} index={index} alias={alias}>
      {switched ? 'Open the alias' : `Switch ${alias} to it`}
    </SwitchLink>
  );
  if (switched)
    return (
      <Panel flush title={`${alias} was switched to the restored index`} actions={action}>
        <BeforeAfter flush before={result.aliasBefore ?? []} after={result.aliasAfter ?? []} />
        <div className="border-t px-4 py-3 text-small text-muted mid:px-5">
          <WhereNow aliasStatus={aliasStatus} />
        </div>
      </Panel>
    );
  return (
    <Panel title={`${alias} was not switched`} tone="warn" actions={action}>
      {result.notSwitched && (
        <div className="mb-2 [overflow-wrap:anywhere]">
          <NamedText text={result.notSwitched} />
        </div>
      )}
      <div className="text-muted">
        {alias} points to the same index as before. Check the restored index <IndexName name={index} copy />, then
        switch the alias to it.
      </div>
    </Panel>
  );
}

function WhereNow({ aliasStatus }: { aliasStatus: AliasStatus | null }) {
  if (aliasStatus?.where === 'elsewhere')
    return (
      <>
        It was switched again since. It points to{' '}
        {aliasStatus.targets.length === 0
          ? 'no index'
          : aliasStatus.targets.map((target) => (
              <IndexName key={target.index} name={target.index} className="mr-2" />
            ))}{' '}
        now.
      </>
    );
  return aliasStatus?.where === 'here'
    ? 'It points to the restored index now. There is no undo: it had no index before, or was switched again since.'
    : 'The page “Indices” shows what it points to now.';
}
