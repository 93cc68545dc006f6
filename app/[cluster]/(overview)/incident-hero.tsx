'use client';
import { useId, type ReactNode } from 'react';
import { at } from '@/lib/contract/by-name.ts';
import type { Incident as Noticed } from '@/lib/contract/incident.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import type { Incident } from '@/lib/present/incidents.ts';
import { incidentText, type IncidentText } from '@/lib/present/incident-text.ts';
import { recoveryOptions } from '@/lib/present/recovery-options.ts';
import { DataAge } from '@/components/data-age.tsx';
import { NoticedLine } from '@/components/incidents/noticed-line.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Shape } from '@/components/ui/state.tsx';
import { IncidentChart } from './incident-chart.tsx';
import { OptionBar, Options } from './options.tsx';

interface HeroProps {
  incident: Incident;
  /** The same, as the watch noticed it. null: it did not, or not yet. */
  noticed: Noticed | null;
  overview: Overview;
  now: number;
}

/** The worst incident: what happened, since when, why, and the ways out of it. */
export function IncidentHero({ incident, noticed, overview, now }: HeroProps) {
  const headingId = useId();
  const text = incidentText(incident, at(overview.history.counts, incident.alias) ?? [], now);
  const options = recoveryOptions(incident, now);
  const stale = overview.indices.failure !== null;
  return (
    <>
      {/* Read out once; the times beside it count on in silence. */}
      <p role="alert" className="sr-only">
        {text.statement}
      </p>
      <section
        aria-labelledby={headingId}
        data-stale={stale || undefined}
        className={classes(
          'min-w-0 overflow-clip rounded-xl border bg-surface shadow-card',
          text.tone === 'bad' ? 'border-bad-line' : 'border-warn-line',
        )}
      >
        <div
          className={classes(
            'grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 bg-linear-to-b p-4 mid:p-7',
            'side:grid-cols-[minmax(0,1fr)_minmax(0,1.06fr)]',
            text.tone === 'bad' ? 'from-bad-soft' : 'from-warn-soft',
          )}
        >
          <Statement text={text} headingId={headingId}>
            {noticed && (
              <p className="mt-2 text-small text-muted">
                <NoticedLine incident={noticed} now={now} />
              </p>
            )}
            <Indices incident={incident} />
            {stale && overview.indices.takenAt !== null && (
              <p className="mt-3 text-small">
                Old data: checked <DataAge at={overview.indices.takenAt} />
              </p>
            )}
          </Statement>
          <IncidentChart incident={incident} history={overview.history} now={now} />
        </div>
        <Options options={options} />
      </section>
      <OptionBar options={options} />
    </>
  );
}

function Statement({ text, headingId, children }: { text: IncidentText; headingId: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h1 id={headingId} className="flex items-baseline gap-2.5 text-[17px]/6 tracking-[-0.015em]">
        <Shape level={text.tone} className="size-4 translate-y-0.5" />
        {/* A number and its unit are one word. */}
        <span className="min-w-0 [overflow-wrap:anywhere]">{text.statement.replace(' %', '\u00a0%')}</span>
      </h1>
      {text.figure && (
        <p className="figures mt-3.5 flex flex-wrap items-baseline gap-x-3.5 gap-y-1">
          <span className="text-display">{text.figure.value}</span>
          <span className="text-[17px]/6 text-muted">{text.figure.of}</span>
        </p>
      )}
      <p className="mt-3.5 max-w-[60ch] text-pretty text-muted">
        {text.since && `${text.since} `}
        {text.why}
      </p>
      {children}
    </div>
  );
}

const SHOWN = 3;

/** What the alias points to now. */
function Indices({ incident }: { incident: Incident }) {
  if (incident.kind === 'missing') return null;
  const { alias, targets, moreTargets = 0 } = incident.row;
  return (
    <ul className="mt-4 flex flex-col gap-1">
      {targets.slice(0, SHOWN).map(({ index }) => (
        <li key={index}>
          <IndexName name={index} alias={alias} copy />
        </li>
      ))}
      {targets.length + moreTargets > SHOWN && (
        <li className="text-small text-muted">and {targets.length + moreTargets - SHOWN} more, in the table below</li>
      )}
    </ul>
  );
}
