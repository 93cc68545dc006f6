import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';
import { formatList, plural } from '@/lib/format.ts';
import { BeforeAfter } from '@/components/before-after.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { Undoing } from './use-undo.ts';
import { UndoButton } from './undo-button.tsx';

type Moved = NonNullable<JobDetail['moved']>;

interface AliasMoveProps {
  moved: Moved;
  aliasStatus: AliasStatus;
  result: RestoreResult;
  undoing: Undoing;
}

/** The newest move of the alias: where it points, the undo, and the outcome of the undo. */
export function AliasMove({ moved, aliasStatus, result, undoing }: AliasMoveProps) {
  const cluster = useCluster();
  const elsewhere = aliasStatus.where === 'elsewhere';
  return (
    <Panel title={whereTitle(moved, aliasStatus)} tone={whereTone(aliasStatus, result)}>
      <BeforeAfter
        before={elsewhere ? moved.last.to : moved.last.from}
        after={aliasStatus.seenAt === null ? moved.last.to : aliasStatus.targets}
        now={aliasStatus.seenAt !== null}
      />
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <UndoButton
          moved={moved}
          aliasStatus={aliasStatus}
          waiting={undoing.waiting}
          onMove={() => undoing.start(moved.last.job)}
        />
      </div>
      <Checked moved={moved} aliasStatus={aliasStatus} />
      <UndoOutcome
        undoing={undoing}
        isCurrent={!elsewhere}
        switchHref={paths.switchTo(cluster.key, result.index, moved.alias)}
      />
    </Panel>
  );
}

/** When the alias was moved from here, and when it was last checked; the move is not the last one if it is elsewhere. */
function Checked({ moved, aliasStatus: { movedAt, seenAt, where } }: Pick<AliasMoveProps, 'moved' | 'aliasStatus'>) {
  return (
    <p className="mt-2 text-small text-muted">
      {where === 'elsewhere' ? (
        <>
          Restore Desk moved it last <Time at={movedAt} />, to {formatList(moved.last.to.map(({ index }) => index))}
        </>
      ) : (
        <>
          Moved <Time at={movedAt} />
        </>
      )}
      {seenAt === null ? (
        '; the cluster was not checked since.'
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
      <div role="status" className="mt-2 empty:mt-0">
        {row?.status === 'succeeded' && isCurrent && (
          <State level={row.warning === undefined ? 'done' : 'warn'}>{row.outcome}</State>
        )}
      </div>
      {row?.status === 'failed' && (
        <FailureNotice failure={{ message: row.outcome ?? 'The switch failed.' }} title="The alias was not moved" />
      )}
      {failure && (
        <FailureNotice
          className="mt-2"
          title="The alias was not moved"
          failure={failure}
          actions={<LinkButton href={switchHref}>Look at the alias</LinkButton>}
        />
      )}
    </>
  );
}

function whereTitle({ alias, atRestored }: Moved, { where, targets, ...status }: AliasStatus): string {
  switch (where) {
    case 'here':
      return targets.length > 1
        ? `${alias} points to the restored index and ${plural(targets.length - 1, 'other index', 'other indices')}`
        : `${alias} points to the restored index`;
    case 'before':
      return `${alias} points to the previous index again`;
    case 'elsewhere':
      return targets.length === 0
        ? `No index has the alias ${alias}: it was not removed from here`
        : `${alias} points to ${nameOf(targets, status)}: it was not moved there from here`;
    case 'unknown':
      return atRestored ? `${alias} was moved to the restored index` : `${alias} was moved back to the previous index`;
    default:
      return where satisfies never;
  }
}

/** The indices that an alias points to, as this restore knows them. */
function nameOf(targets: AliasStatus['targets'], { index, before }: Pick<AliasStatus, 'index' | 'before'>): string {
  const names = targets.map((target) => target.index);
  if (names.every((name) => name === index)) return 'the restored index again';
  return names.every((name) => before.includes(name)) ? 'the previous index again' : 'another index';
}

function whereTone({ where, targets }: AliasStatus, { status }: RestoreResult): 'ok' | 'plain' | 'warn' {
  if (where === 'unknown') return 'plain';
  if (where !== 'here' || targets.length > 1) return 'warn';
  return status === 'done' ? 'ok' : 'plain';
}
