import { BeforeAfter } from '@/components/before-after.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { aliasTitle, indexNote } from '@/lib/present/alias-standing.ts';
import { UndoButton } from './undo-button.tsx';
import type { Undoing } from './use-undo.ts';

type Moved = NonNullable<JobDetail['moved']>;

interface Props {
  moved: Moved;
  aliasStatus: AliasStatus;
  result: RestoreResult;
  undoing: Undoing;
  /** On a phone the undo is in the bar at the bottom of the screen. */
  inBar: boolean;
}

/** The newest switch of the alias: where it points, the undo, and the outcome of the undo. */
export function AliasSwitched({ moved, aliasStatus, result, undoing, inBar }: Props) {
  const cluster = useCluster();
  const elsewhere = aliasStatus.where === 'elsewhere';
  return (
    <Panel
      flush
      title={aliasTitle(moved, aliasStatus)}
      tone={elsewhere ? 'warn' : 'plain'}
      actions={
        <span className={inBar ? 'max-mid:hidden' : undefined}>
          <UndoButton moved={moved} aliasStatus={aliasStatus} undoing={undoing} />
        </span>
      }
    >
      <BeforeAfter
        flush
        before={elsewhere ? moved.last.to : moved.last.from}
        after={aliasStatus.seenAt === null ? moved.last.to : aliasStatus.targets}
        now={aliasStatus.seenAt !== null}
        noteOf={(index) => indexNote(index, aliasStatus)}
      />
      <div className="flex flex-col gap-2 border-t px-4 py-3 text-small text-muted mid:px-5">
        <Checked aliasStatus={aliasStatus} />
        <UndoOutcome
          undoing={undoing}
          isCurrent={!elsewhere}
          switchHref={paths.switchTo(cluster.key, result.index, moved.alias)}
        />
      </div>
    </Panel>
  );
}

/** When the alias was switched by Restore Desk, and when it was last checked. */
function Checked({ aliasStatus: { movedAt, seenAt, where } }: Pick<Props, 'aliasStatus'>) {
  return (
    <p>
      {where === 'elsewhere' ? 'Last switch by Restore Desk' : 'Switched'} <Time at={movedAt} precision="seconds" />
      {seenAt === null ? (
        '; not checked since.'
      ) : (
        <>
          ; checked at <Time at={seenAt} precision="seconds" />.
        </>
      )}
    </p>
  );
}

interface UndoOutcomeProps {
  undoing: Undoing;
  /** The alias is where the undo left it. */
  isCurrent: boolean;
  switchHref: string;
}

function UndoOutcome({ undoing: { failure, row }, isCurrent, switchHref }: UndoOutcomeProps) {
  return (
    <>
      <div role="status" className="empty:hidden">
        {row?.status === 'succeeded' && isCurrent && (
          <State level={row.warning === undefined ? 'done' : 'warn'}>
            <NamedText text={row.outcome ?? ''} />
          </State>
        )}
      </div>
      {row?.status === 'failed' && (
        <FailureNotice failure={{ message: row.outcome ?? 'The switch failed.' }} title="The alias was not switched" />
      )}
      {failure && (
        <FailureNotice
          title="The alias was not switched"
          failure={failure}
          actions={<LinkButton href={switchHref}>Open the alias</LinkButton>}
        />
      )}
    </>
  );
}
