import Link from 'next/link';
import type { IncidentDetail, IncidentEvent } from '@/lib/contract/incidents-page.ts';
import { isGap } from '@/lib/incidents/words/observed.ts';
import { byDay } from '@/lib/present/by-day.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { paths } from '@/components/paths.ts';
import { Icon, type IconName } from '@/components/ui/icon.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';

const ICONS: { readonly [Of in IncidentEvent['of']]: IconName } = {
  documents: 'indices',
  health: 'jobs',
  change: 'switch',
  job: 'jobs',
  incident: 'incident',
  person: 'user',
  message: 'bell',
};

/** What happened, the oldest first: documents, health, changes, jobs, messages, and what people said. */
export function Timeline({ page: { events, takenAt } }: { page: IncidentDetail }) {
  const days = byDay(events, ({ at }) => at, takenAt);
  return (
    <Panel flush title="Timeline">
      {days.map(({ date, items, name }) => (
        <section key={date} aria-label={name} className="border-t first:border-t-0">
          {/* One day needs no heading, unless it is another one than today. */}
          {(days.length > 1 || name !== 'Today') && (
            <h3 className="bg-raised px-4 py-1.5 text-caption text-muted mid:px-5">{name}</h3>
          )}
          <ol aria-label={`Timeline, ${name}`} className="divide-y">
            {items.map((event) => (
              <EventLine key={event.id} event={event} />
            ))}
          </ol>
        </section>
      ))}
    </Panel>
  );
}

function EventLine({ event }: { event: IncidentEvent }) {
  const { key } = useCluster();
  const { at, job, level, named, of, sentence, text } = event;
  const gap = isGap(event) ? event : null;
  return (
    <li className="grid grid-cols-[64px_16px_minmax(0,1fr)] items-baseline gap-x-3 px-4 py-2.5 mid:px-5">
      <span className="text-small whitespace-nowrap text-muted">
        <Time at={at} precision="clock-seconds" show="absolute" zone={false} />
      </span>
      {level === 'idle' ? (
        <Icon name={ICONS[of]} className="translate-y-0.5 text-faint" />
      ) : (
        <Shape level={level} className="translate-y-0.5" />
      )}
      <div className="min-w-0">
        {/* A name opens beside itself, which no paragraph holds. */}
        <div className="[overflow-wrap:anywhere]">
          <NamedText text={sentence} named={named} />
        </div>
        {text !== null && (
          <p className="mt-1 rounded-md bg-raised px-3 py-2 [overflow-wrap:anywhere] whitespace-pre-line">{text}</p>
        )}
        {(gap !== null || job !== null) && (
          <p className="flex flex-wrap gap-x-3 text-small text-muted">
            {gap !== null && (
              <span>
                It happened after <Time at={gap.after} show="absolute" />; it was not watched in between.
              </span>
            )}
            {job !== null && (
              <Link
                className="link inline-flex min-h-6 items-center max-mid:min-h-11"
                href={paths.job(key, job)}
                prefetch={false}
              >
                Open job {job}
              </Link>
            )}
          </p>
        )}
      </div>
    </li>
  );
}
