import { at } from '@/lib/contract/by-name.ts';
import type { Incident } from '@/lib/contract/incident.ts';
import type { IncidentDetail } from '@/lib/contract/incidents-page.ts';
import type { DocumentHistory } from '@/lib/contract/overview.ts';
import { formatChange, formatUtcClock } from '@/lib/format.ts';
import { CountChart, type ChartMark } from '@/components/charts/count-chart.tsx';
import { Panel } from '@/components/ui/panel.tsx';

/** The documents of the alias around the incident. None where nothing was watched then. */
export function IncidentChart({ page: { documents, incident } }: { page: IncidentDetail }) {
  if (documents === null) return null;
  const { alias, history, span } = documents;
  const changes = at(history.counts, alias) ?? [];
  if (!changes.some(([, , count]) => count !== null)) return null;
  return (
    <Panel title="Documents" tag={<span className="text-small text-faint">in the indices of {alias}</span>}>
      <CountChart
        alias={alias}
        changes={changes}
        watched={history.watched}
        span={span}
        tone={incident.ended === null ? 'bad' : 'plain'}
        backup={null}
        loss={lossMark(incident, history.watched)}
      />
    </Panel>
  );
}

/** "06:47 UTC" and "−7,822" beside the drop. null: nothing is drawn then, as nothing was watched. */
function lossMark({ began, facts }: Incident, watched: DocumentHistory['watched']): ChartMark | null {
  const lostAt = Math.floor(Date.parse(began.at) / 1000);
  if (facts.kind !== 'documents-lost' || !watched.some(([from, to]) => from <= lostAt && lostAt <= to + 1)) return null;
  return {
    at: lostAt,
    documents: (facts.before + facts.lowest) / 2,
    label: formatUtcClock(began.at),
    detail: formatChange(facts.lowest - facts.before),
  };
}
