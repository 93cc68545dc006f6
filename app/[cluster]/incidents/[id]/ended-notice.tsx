import type { Incident } from '@/lib/contract/incident.ts';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';

/** Of an incident that a person closes. */
export const NOT_OPENED_AGAIN = 'It is not opened again while it lasts, unless it becomes worse or happens once more.';

/** How it ended. It appears while the page is open, too. */
export function EndedNotice({ incident: { closed, ended, endedBy } }: { incident: Incident }) {
  return (
    <div role="status" className="empty:hidden">
      {ended !== null &&
        (endedBy === 'not-watched' ? (
          <Notice tone="warn" title="Not watched any more: whether it is over is unknown">
            <p>
              The configuration says not to watch it, <Time at={ended.at} />. Comments can still be added.
            </p>
          </Notice>
        ) : closed === null ? (
          <Notice tone="ok" title="It has ended by itself">
            <p>
              Restore Desk saw that it was over, <Time at={ended.at} />. Comments can still be added.
            </p>
          </Notice>
        ) : (
          <Notice tone="info" title={`Closed by ${closed.by}`}>
            <p>
              <Time at={closed.at} />
              {closed.note === null ? '. Nothing was said about it.' : `: “${closed.note}”`}
            </p>
            {closed.overAt === undefined && <p>It may last. {NOT_OPENED_AGAIN}</p>}
          </Notice>
        ))}
    </div>
  );
}
