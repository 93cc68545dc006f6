'use client';
import { at } from '@/lib/contract/by-name.ts';
import type { Incident as Noticed } from '@/lib/contract/incident.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { plural } from '@/lib/format.ts';
import { incidentText } from '@/lib/present/incident-text.ts';
import type { Incident } from '@/lib/present/incidents.ts';
import { recoveryOptions } from '@/lib/present/recovery-options.ts';
import { NoticedLine } from '@/components/incidents/noticed-line.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape } from '@/components/ui/state.tsx';
import { OptionLink, useOptionItems } from './options.tsx';
import { Menu } from '@/components/ui/menu.tsx';

/** More rows than this would push the table, which lists all, out of view. */
const SHOWN = 4;

/** What is wrong beside the worst, each in a row with its best way out. */
export function MoreIncidents({
  incidents,
  noticedOf,
  overview,
  now,
}: {
  incidents: readonly Incident[];
  /** The same, as the watch noticed it. null: it did not, or not yet. */
  noticedOf: (incident: Incident) => Noticed | null;
  overview: Overview;
  now: number;
}) {
  const listedLost = overview.aliases.filter((row) => row.loss !== null).length;
  const unlisted = overview.aliasTotals.lost - listedLost + overview.missingAliasCount - overview.missingAliases.length;
  const shown = incidents.slice(0, SHOWN);
  const more = incidents.length - shown.length + Math.max(0, unlisted);
  if (incidents.length === 0 && more === 0) return null;
  return (
    <Panel
      flush
      className="mt-4"
      title={plural(
        incidents.length + Math.max(0, unlisted),
        'more alias with a problem',
        'more aliases with problems',
      )}
    >
      <ul className="divide-y" data-stale={overview.indices.failure !== null || undefined}>
        {shown.map((incident) => (
          <IncidentRow
            key={`${incident.kind} ${incident.alias}`}
            incident={incident}
            noticed={noticedOf(incident)}
            overview={overview}
            now={now}
          />
        ))}
      </ul>
      {more > 0 && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          And {plural(more, 'more alias', 'more aliases')} with problems: the first ones are in the table.
        </p>
      )}
    </Panel>
  );
}

interface RowProps {
  incident: Incident;
  noticed: Noticed | null;
  overview: Overview;
  now: number;
}

function IncidentRow({ incident, noticed, overview, now }: RowProps) {
  const text = incidentText(incident, at(overview.history.counts, incident.alias) ?? [], now);
  const [first, ...others] = recoveryOptions(incident, now);
  const items = useOptionItems(others);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 mid:px-5">
      <div className="flex min-w-0 flex-[1_1_360px] items-baseline gap-2.5">
        <Shape level={text.tone} className="translate-y-0.5" />
        <div className="min-w-0">
          <p role="alert" className="font-medium [overflow-wrap:anywhere]">
            {text.statement}
          </p>
          <p className="text-small [overflow-wrap:anywhere] text-muted">
            {text.figure && `${text.figure.value} ${text.figure.of}. `}
            {text.since && `${text.since} `}
            {text.why} {noticed && <NoticedLine incident={noticed} now={now} />}
          </p>
        </div>
      </div>
      {first && (
        <div className="flex items-center gap-1">
          <OptionLink option={first} size="small" />
          <Menu label={`Other ways for ${incident.alias}`} items={items} />
        </div>
      )}
    </li>
  );
}
