import { directionWords } from '@/lib/contract/direction.ts';
import { Fragment } from 'react';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { IndexName } from '../../index-name.tsx';
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
  const index = directionWords(moved.direction, moved.last.from.length);
  const redo = cluster.protected && moved.forward;
  if (aliasStatus.where === 'elsewhere') {
    return (
      <Panel title={`${moved.alias} was switched since`} tone="warn">
        <div className="text-muted">
          {aliasStatus.targets.length === 0 ? (
            'No index has it now'
          ) : (
            <>
              It points to <Names indices={aliasStatus.targets} /> now
            </>
          )}
          , and Restore Desk did not do this. Find out who did it and why before you switch it.
        </div>
      </Panel>
    );
  }
  if (aliasStatus.beforeNow === 'gone') {
    return (
      <Panel title="It can’t be undone">
        <div className="text-muted">
          <Names indices={moved.last.from} /> {moved.last.from.length === 1 ? 'was' : 'were'} deleted: restore a backup
          to get the documents again.
        </div>
      </Panel>
    );
  }
  return (
    <Panel title="Undo">
      <div className="mb-3 text-muted">
        <Names indices={moved.last.from} />{' '}
        {aliasStatus.beforeNow === 'unknown'
          ? 'had the alias before.'
          : `${moved.last.from.length === 1 ? 'is' : 'are'} kept, ${aliasStatus.beforeNow}.`}{' '}
        {redo
          ? `${cluster.name} is protected, so the switch to ${index} is planned and confirmed.`
          : `One click switches the alias to ${index}.`}
      </div>
      {redo ? (
        <SwitchLink index={moved.last.from[0]!.index} alias={moved.alias}>
          Review the switch to {index} again
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

/** The first three, which is more than an alias usually has. */
function Names({ indices }: { indices: readonly { index: string }[] }) {
  return (
    <>
      {indices.slice(0, 3).map(({ index }, place) => (
        <Fragment key={index}>
          {place > 0 && ', '}
          <IndexName name={index} inSentence />
        </Fragment>
      ))}
      {indices.length > 3 && ` and ${indices.length - 3} more`}
    </>
  );
}
