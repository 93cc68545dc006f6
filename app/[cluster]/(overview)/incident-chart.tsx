'use client';
import { at } from '@/lib/contract/by-name.ts';
import type { DocumentHistory, LossMoment } from '@/lib/contract/overview.ts';
import { formatChange, formatCount, formatDuration, formatUtcShort } from '@/lib/format.ts';
import { spanOfLoss } from '@/lib/present/count-line.ts';
import type { Incident } from '@/lib/present/incidents.ts';
import { clockOf } from '@/lib/present/incident-text.ts';
import { CountChart, type ChartMark } from '@/components/charts/count-chart.tsx';

/** The documents of the alias over the time of the incident, with the last good backup. None without a history. */
export function IncidentChart({
  incident,
  history,
  now,
}: {
  incident: Incident;
  history: DocumentHistory;
  now: number;
}) {
  const changes = at(history.counts, incident.alias) ?? [];
  // A backup that is smaller than the one before is not about the alias's documents.
  if (incident.kind === 'shrunk' || !changes.some(([, , documents]) => documents !== null)) return null;
  const backup = incident.kind === 'missing' ? incident.missing.backup : incident.row.backup;
  const moment = incident.kind === 'loss' ? (incident.row.loss.moment ?? null) : null;
  const end = Math.floor(now / 1000);
  const span = spanOfLoss({ backupAt: backup && secondsOf(backup.takenAt), lostAt: lostAtOf(moment) }, end);
  const documents = backup?.documents ?? null;
  return (
    <CountChart
      alias={incident.alias}
      changes={changes}
      watched={history.watched}
      span={span}
      tone="bad"
      backup={
        backup === null || documents === null
          ? null
          : {
              at: secondsOf(backup.takenAt),
              documents,
              label: `last good backup, ${clockOf(backup.takenAt, now).replace(' UTC', '')}: ${formatCount(documents)}`,
              offScale: `last good backup, ${formatUtcShort(backup.takenAt, now)}: ${formatCount(documents)} (off scale)`,
            }
      }
      loss={lossMark(moment, now)}
    />
  );
}

const secondsOf = (iso: string): number => Math.floor(Date.parse(iso) / 1000);
const lostAtOf = (moment: LossMoment | null): number | null =>
  moment === null || moment.known === 'before' ? null : secondsOf(moment.after);

/** "06:47 UTC" and "−7,822 in 1 min" beside the drop. */
function lossMark(moment: LossMoment | null, now: number): ChartMark | null {
  if (moment === null || moment.known === 'before') return null;
  const seconds = Math.max(1, Math.round((Date.parse(moment.until) - Date.parse(moment.after)) / 1000));
  return {
    at: secondsOf(moment.at),
    documents: (moment.from + moment.to) / 2,
    label: clockOf(moment.at, now),
    detail: `${formatChange(moment.to - moment.from)} ${moment.known === 'exactly' ? 'in' : 'within'} ${formatDuration(seconds)}`,
  };
}
