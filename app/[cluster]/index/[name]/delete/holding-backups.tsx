import Link from 'next/link';
import { snapshotState } from '@/components/backups/snapshot-labels.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { HoldingBackup, IndexBackups } from '@/lib/contract/index-backups.ts';
import { formatCount, plural } from '@/lib/format.ts';
import type { DeleteIndexPlan } from '@/lib/kinds/delete-index/schema.ts';

/** The backups and snapshots of the index, and what was written after the newest good one. */
export function HoldingBackups({ backups, plan }: { backups: IndexBackups; plan: DeleteIndexPlan }) {
  const { key } = useCluster();
  const { newest, total, problem } = backups;
  const mayNotBackUp = useBlocked('back-up');
  return (
    <Panel
      title="Backups that hold it"
      tag={<span className="text-small text-muted">{formatCount(total)}</span>}
      tone={backups.good === 0 ? 'warn' : 'plain'}
      actions={
        <LinkButton href={paths.backUp(key, { index: plan.index })} blocked={mayNotBackUp ?? whyNotBackedUp(plan)}>
          Back up this index
        </LinkButton>
      }
    >
      <div className="flex flex-col gap-2">
        {total === 0 && <p className="text-muted">{noneSentence(problem)}</p>}
        {total > 0 && (
          <ul className="flex flex-col gap-2">
            {newest.map((backup) => (
              <Line key={backup.kind === 'zip' ? backup.id : `${backup.repository}/${backup.name}`} backup={backup} />
            ))}
            {total > newest.length && (
              <li className="text-muted">and {formatCount(total - newest.length)} older ones</li>
            )}
          </ul>
        )}
        {total > 0 && <p className="text-muted">{writtenSentence(backups, plan)}</p>}
        {total > 0 && problem !== null && <p className="text-muted">There may be more. {problem}</p>}
      </div>
    </Panel>
  );
}

/** Its documents can't all be read. */
const whyNotBackedUp = ({ health, state }: DeleteIndexPlan): string | null =>
  state === 'closed' ? 'It is closed.' : health === 'red' ? 'It is red: not every document can be read.' : null;

const noneSentence = (problem: string | null): string =>
  problem === null
    ? 'No backup and no snapshot of this index is known here: its documents will be lost.'
    : `No backup of this index is known here, but not every place could be read. ${problem}`;

function writtenSentence({ newest, good, writtenSince }: IndexBackups, { state }: DeleteIndexPlan): string {
  if (good === 0) return 'None of them is complete: its documents will be lost.';
  if (good === null) return 'None of those listed is complete; others may be.';
  if (writtenSince === 0) return 'Nothing was written to the index after the newest good one was taken.';
  if (writtenSince !== null)
    return `${plural(writtenSince, 'document')} ${writtenSince === 1 ? 'was' : 'were'} added or changed after the newest good one was taken: ${writtenSince === 1 ? 'it is' : 'they are'} lost.`;
  const why = state === 'closed' ? ', because the index is closed' : '';
  return newest.length === 0 ? '' : `Whether documents were written after the newest good one is not known${why}.`;
}

const ZIP_LABELS: Record<Extract<HoldingBackup, { kind: 'zip' }>['state'], { level: StateLevel; word: string }> = {
  verified: { level: 'ok', word: 'verified' },
  complete: { level: 'idle', word: 'not verified' },
  unknown: { level: 'idle', word: 'not verified' },
  incomplete: { level: 'bad', word: 'incomplete' },
  damaged: { level: 'bad', word: 'damaged' },
  broken: { level: 'bad', word: 'broken' },
  unfinished: { level: 'warn', word: 'unfinished' },
};

function Line({ backup }: { backup: HoldingBackup }) {
  const { key } = useCluster();
  const { level, word } = backup.kind === 'zip' ? ZIP_LABELS[backup.state] : snapshotState(backup.state);
  const [href, name] =
    backup.kind === 'zip'
      ? [paths.backup(key, backup.id), backup.id]
      : [paths.snapshot(key, backup.repository, backup.name), `${backup.repository}/${backup.name}`];
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <Link className="link [overflow-wrap:anywhere]" prefetch={false} href={href}>
        <code>{name}</code>
      </Link>
      <State level={level}>{word}</State>
      <span className="text-small text-muted">
        {backup.kind === 'zip' ? 'backup file' : 'snapshot'},{' '}
        {backup.takenAt === null ? 'time unknown' : <Time at={backup.takenAt} />}
        {backup.documents !== null && `, ${plural(backup.documents, 'document')}`}
      </span>
    </li>
  );
}
