import { directionWords } from '@/lib/contract/direction.ts';
import { formatList } from '@/lib/format.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { NextStepsProps } from '../kind-view.ts';
import { SwitchLink } from './switch-link.tsx';

/** Undoes a switch, while it is the newest one and the previous index exists. */
export function UndoPanel({ detail, undo }: NextStepsProps) {
  const cluster = useCluster();
  const blocked = useBlocked('switch');
  const { moved, standing: aliasStatus } = detail;
  if (moved === null || aliasStatus === null) return null;
  const target = formatList(moved.last.from.map(({ index }) => index));
  const index = directionWords(moved.direction, moved.last.from.length);
  const redo = cluster.protected && moved.forward;
  if (aliasStatus.where === 'elsewhere') {
    return (
      <Panel title={`${moved.alias} was switched since`} tone="warn">
        <p className="text-muted">
          {aliasStatus.targets.length === 0 ? (
            'No index has it now'
          ) : (
            <>
              It points to <code>{formatList(aliasStatus.targets.map(({ index }) => index))}</code> now
            </>
          )}
          , and that was not done here. Find out who did it and why before you switch it.
        </p>
      </Panel>
    );
  }
  if (aliasStatus.beforeNow === 'gone') {
    return (
      <Panel title="It can’t be undone">
        <p className="text-muted">
          <code>{target}</code> has been deleted: restore it from a backup to have it again.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Changed your mind?">
      <p className="mb-3 text-muted">
        {aliasStatus.beforeNow === 'unknown' ? 'It was on ' : 'Still there, '}
        {aliasStatus.beforeNow !== 'unknown' && `${aliasStatus.beforeNow}: `}
        <code>{target}</code>.{' '}
        {redo
          ? `${cluster.name} is protected, so the switch to ${index} is planned and confirmed.`
          : `One click switches the alias to ${index}.`}
      </p>
      {redo ? (
        <SwitchLink index={moved.last.from[0]!.index} alias={moved.alias}>
          Plan the switch forward again to {index}
        </SwitchLink>
      ) : (
        <Button
          blocked={blocked}
          pending={undo.pending && `Switching ${moved.alias}…`}
          onClick={() => undo.act(moved.last.job)}
        >
          Undo: switch {moved.alias} to {index}
        </Button>
      )}
    </Panel>
  );
}
