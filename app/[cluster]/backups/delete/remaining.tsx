import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import type { DeletionReview } from '@/lib/contract/deletion-review.ts';
import { plural } from '@/lib/format.ts';

type Group = DeletionReview['groups'][number];

/** What can still be restored after the deletion, the worst first. */
export function Remaining({ review }: { review: DeletionReview }) {
  return (
    <Panel title="What remains">
      <ul className="flex flex-col gap-2.5">
        {review.groups.map((group) => (
          <li key={group.group}>
            <State level={levelOf(group)}>{titleOf(group)}</State>
            <p className="pl-[21px] text-small text-muted">{sentenceOf(group)}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const levelOf = ({ remaining }: Group) => (remaining === null || remaining === 0 ? 'bad' : 'ok');

function titleOf({ group, remaining, good }: Group): string {
  if (remaining === null) return `This may delete the last good backup of ${group}`;
  if (remaining > 0) return `${plural(remaining, 'other good backup')} of ${group}`;
  return good ? `This deletes the last good backup of ${group}` : `There is no good backup of ${group}`;
}

function sentenceOf({ group, remaining, good }: Group): string {
  if (remaining === null)
    return 'It is unknown whether there is another one, because the backups can’t be read now. Reload this page when they can be read.';
  if (remaining > 0) return `${group} can still be restored.`;
  return good
    ? `After this there is no other good backup of ${group} to restore.`
    : 'No other good backup of it remains. You may be deleting the best backup that exists: verify it first.';
}
