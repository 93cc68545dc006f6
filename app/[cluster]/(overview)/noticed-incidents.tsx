import Link from 'next/link';
import type { IncidentRow } from '@/lib/contract/incidents-page.ts';
import { capitalised, formatCount, plural } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { handledBy, stateOf, unbroken } from '@/components/incidents/incident-state.ts';
import { paths } from '@/components/paths.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape } from '@/components/ui/state.tsx';

/** More rows than this would push the table of the aliases out of view. */
const SHOWN = 4;

interface Props {
  /** The first of those that nothing else on the page says. */
  rows: readonly IncidentRow[];
  /** How many these are. */
  untold: number;
  /** How many are open at all. */
  count: number;
}

/** Open incidents that nothing else on the page says. */
export function NoticedIncidents({ rows, untold, count }: Props) {
  const { key } = useCluster();
  if (untold === 0) return null;
  const shown = rows.slice(0, SHOWN);
  const more = untold - shown.length;
  return (
    <Panel
      flush
      className="mt-4"
      title={plural(untold, untold < count ? 'more open incident' : 'open incident')}
      actions={
        <LinkButton size="small" href={paths.incidents(key, { state: 'open' })}>
          {count === untold ? 'Open the incidents' : `Open all ${formatCount(count)} incidents`}
        </LinkButton>
      }
    >
      {shown.length > 0 && (
        <ul className="divide-y" aria-label="Open incidents">
          {shown.map((row) => (
            <NoticedIncident key={row.incident.id} row={row} />
          ))}
        </ul>
      )}
      {more > 0 && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          {shown.length > 0
            ? `And ${formatCount(more)} more, none worse than these.`
            : 'They are in the list of incidents.'}
        </p>
      )}
    </Panel>
  );
}

function NoticedIncident({ row: { incident, since, title } }: { row: IncidentRow }) {
  const { key } = useCluster();
  const { level, word } = stateOf(incident);
  return (
    <li className="flex items-baseline gap-2.5 px-4 py-3 mid:px-5">
      <Shape level={level} className="translate-y-0.5" />
      <div className="min-w-0">
        <span className="sr-only">{word}: </span>
        <Link
          href={paths.incident(key, incident.id)}
          prefetch={false}
          className="inline-block font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline max-mid:py-3"
        >
          <BreakLongName text={unbroken(shortSentence(title))} />
        </Link>
        <p className="text-small [overflow-wrap:anywhere] text-muted">
          {capitalised(since)}, {handledBy(incident)}.
        </p>
      </div>
    </li>
  );
}
