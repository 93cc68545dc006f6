import { isActive } from '../../jobs/job-labels.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { NextStepsProps } from '../kind-view.ts';

/** Beside a job that carried changes forward: its undo, also where the job did not finish. */
export function UndoCarryForward({ detail: { followedBy, result, row } }: Pick<NextStepsProps, 'detail'>) {
  const { key } = useCluster();
  const blocked = useBlocked('carry-forward');
  const wroteNothing = result !== null && 'undoFile' in result && result.undoFile === null;
  if (isActive(row.status) || row.startedAt === null || wroteNothing) return null;
  const undos = followedBy.filter(({ kind, status }) => kind === 'undo-carry-forward' && status === 'succeeded');
  const undone = undos.some(({ partial }) => !partial);
  const rest = !undone && undos.length > 0;
  const about = undone
    ? 'It was undone: see the jobs that followed.'
    : `${rest ? 'Only a part was undone: see the jobs that followed.' : 'What it overwrote and deleted is kept.'} A document is put back only where nobody has changed it since.`;
  return (
    <Panel title="Undo">
      <p className="text-small text-muted">{about}</p>
      {!undone && (
        <LinkButton className="mt-3 w-full" blocked={blocked} href={paths.undoCarryForward(key, row.id)}>
          {rest ? 'Undo the rest' : 'Undo'}
        </LinkButton>
      )}
    </Panel>
  );
}
