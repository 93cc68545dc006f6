import { Panel } from '@/components/ui/panel.tsx';
import { formatCount, formatDuration, plural } from '@/lib/format.ts';
import { drawnTimeline } from '@/lib/present/replay-timeline.ts';
import type { ReplayPlan } from '@/lib/kinds/replay/schema.ts';
import { recordParts } from '@/lib/present/replay-parts.ts';
import type { Planned } from './reviewed-replay.tsx';
import { Swatch, Timeline } from './timeline.tsx';

/** "1,178 to 9,024". */
function formatRange(ends: ReplayPlan['ends']): string {
  const counts = ends.map(({ send }) => send);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
}

/** How many of the captured records are sent, the timeline, and what becomes of every other one. */
export function PlannedRequests({ review: { plan }, isEndChosen }: { review: Planned; isEndChosen: boolean }) {
  const drawn = drawnTimeline(plan);
  const open = plan.ends.length > 0 && !isEndChosen;
  return (
    <Panel flush>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-4 pt-4 mid:px-5">
        <div>
          <h2 className="text-small font-normal text-muted">To send</h2>
          <p className="mt-0.5 flex flex-wrap items-baseline gap-x-3">
            <span className="figures text-display">
              {open ? formatRange(plan.ends) : formatCount(plan.counts.send)}
            </span>
            <span className="text-heading font-normal text-muted">
              of {plural(plan.counts.records, 'captured record')}
            </span>
          </p>
          {open && (
            <p className="text-small text-muted">It depends on where the replay ends: choose under “Replay until”.</p>
          )}
        </div>
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-small text-muted">
          {drawn !== null && <span className="text-faint">requests per {formatDuration(drawn.seconds)}</span>}
          <span className="flex items-center gap-2">
            <Swatch of="send" /> to send
          </span>
          <span className="flex items-center gap-2">
            <Swatch of="excluded" /> not sent
          </span>
        </p>
      </div>
      {drawn !== null && <Timeline drawn={drawn} />}
      <dl className="border-t">
        {recordParts(plan).map(({ bad, count, detail, name, sent }) => (
          <div key={name} className="flex items-baseline gap-3 border-b px-4 py-2 last:border-b-0 mid:px-5">
            <Swatch of={sent ? 'send' : bad ? 'broken' : 'excluded'} />
            <dt className="min-w-0 flex-1">
              {name}
              {detail && <span className="text-small text-faint max-mid:block mid:ml-1.5">{detail}</span>}
            </dt>
            <dd className={sent ? 'font-semibold' : bad ? 'font-medium text-warn' : 'text-muted'}>
              {formatCount(count)}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
