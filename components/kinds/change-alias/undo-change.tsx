import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatMove } from '@/lib/format.ts';
import type { ChangeAliasResult } from '@/lib/kinds/change-alias/schema.ts';
import { undoNeedsReview } from '@/lib/kinds/change-alias/undo-loss.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
import { paths } from '../../paths.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { NextStepsProps } from '../kind-view.ts';

/** Undoes the change of an alias, while it is the newest one and its indices exist. */
export function UndoChange({ detail, undo }: NextStepsProps) {
  const { key } = useCluster();
  const blocked = useBlocked('switch');
  // The registry of the server has parsed it with the kind's own schema.
  const result = detail.result as unknown as ChangeAliasResult | null;
  if (result === null) return null;
  const { alias, change, index } = result;
  const { moved, standing } = detail;
  if (standing !== null && standing.seenAt !== null && isElsewhere(standing, result)) {
    return (
      <Panel title={`${alias} was changed since`} tone="warn">
        <p className="mb-3 text-muted">
          It does not point to what this job left it on. Its page shows what it points to now, and what changed it.
        </p>
        <LinkButton href={paths.alias(key, alias)}>Open the alias {alias}</LinkButton>
      </Panel>
    );
  }
  if (moved === null && result.before.length > 0) return null;
  if (moved === null || undoNeedsReview(result.before, { before: result.shown.after, after: result.shown.before }))
    return <ReviewedUndo result={result} />;
  return (
    <Panel title="Undo">
      <div className="mb-3 text-muted">
        One click {change === 'add' ? 'removes' : 'adds'} <IndexName name={index} inSentence />{' '}
        {change === 'add' ? 'from' : 'to'} {alias} again, with the filters, routing and write flags that it had.
      </div>
      <Button blocked={blocked} pending={undo.pending && `Changing ${alias}…`} onClick={() => undo.act(moved.last.job)}>
        Undo: {change === 'add' ? `remove the index from ${alias}` : `add the index to ${alias} again`}
      </Button>
    </Panel>
  );
}

/** The undo deletes the alias, or takes documents from it: its review asks for the loss. */
function ReviewedUndo({ result: { alias, before, change, index, shown } }: { result: ChangeAliasResult }) {
  const { key } = useCluster();
  const isAddition = change === 'add';
  return (
    <Panel title="Undo">
      <p className="mb-3 text-muted">
        {before.length === 0
          ? `${alias} did not exist before. Removing its only index deletes it.`
          : `Without this change ${alias} showed ${formatMove({ before: shown.after, after: shown.before })}.`}
      </p>
      <LinkButton
        href={paths.changeAlias(key, alias, isAddition ? 'remove' : 'add', index)}
        blocked={useBlocked('switch')}
      >
        Review {isAddition ? `removing the index from ${alias}` : `adding the index to ${alias} again`}
      </LinkButton>
    </Panel>
  );
}

function isElsewhere({ targets }: NonNullable<JobDetail['standing']>, { after }: ChangeAliasResult): boolean {
  const names = (of: readonly { index: string }[]) =>
    of
      .map(({ index }) => index)
      .sort()
      .join('\n');
  return names(targets) !== names(after);
}
