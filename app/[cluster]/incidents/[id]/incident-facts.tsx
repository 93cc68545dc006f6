'use client';
import Link from 'next/link';
import { useCallback, useState } from 'react';
import type { Incident, ObservedTime } from '@/lib/contract/incident.ts';
import type { IncidentDetail } from '@/lib/contract/incidents-page.ts';
import { isOfAlias, KIND_LABELS } from '@/lib/contract/incident-kinds.ts';
import { formatList } from '@/lib/format.ts';
import { isGap } from '@/lib/incidents/words/observed.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { AliasName } from '@/components/alias-name.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { SEVERITY_LEVELS, SEVERITY_WORDS } from '@/components/incidents/incident-state.ts';
import { paths } from '@/components/paths.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Shape, State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { MuteDialog } from '../mute-dialog.tsx';
import { subjectOf } from '../mutes-panel.tsx';
import type { Muting } from '../use-muting.ts';

/** What is known of it, its mutes, and others of the same subject. */
export function IncidentFacts({ page, muting }: { page: IncidentDetail; muting: Muting }) {
  const { acknowledged, began, ended, facts, noticedAt, severity } = page.incident;
  return (
    <>
      <Panel title="Details">
        <Facts>
          <Fact name="Severity">
            <State level={SEVERITY_LEVELS[severity]}>{SEVERITY_WORDS[severity]}</State>
          </Fact>
          <Fact name="Kind">
            <span className="inline-block first-letter:uppercase">{KIND_LABELS[facts.kind]}</span>
          </Fact>
          <Subject incident={page.incident} />
          <Fact name="Began">
            <Observed time={began} />
          </Fact>
          <Fact name="Noticed">
            <Time at={noticedAt} show="absolute" precision="seconds" />
          </Fact>
          <Fact name="Acknowledged">
            {acknowledged === null ? (
              'no'
            ) : (
              <span className="[overflow-wrap:anywhere]">
                by {acknowledged.by}, <Time at={acknowledged.at} show="absolute" />
              </span>
            )}
          </Fact>
          <Fact name="Ended">{ended === null ? 'no' : <Observed time={ended} />}</Fact>
        </Facts>
      </Panel>
      <Muted page={page} muting={muting} />
      <Others page={page} />
    </>
  );
}

/** Where both times are known, and something could happen in between. */
function Observed({ time }: { time: ObservedTime }) {
  if (!isGap(time)) return <Time at={time.at} show="absolute" precision="seconds" />;
  return (
    <>
      between <Time at={time.after} show="absolute" /> and <Time at={time.at} show="absolute" />
    </>
  );
}

/** A finger hits it above and below its line, too. */
const FACT_LINK =
  'link [overflow-wrap:anywhere] max-mid:-m-2 max-mid:inline-block max-mid:min-h-11 max-mid:min-w-11 max-mid:p-2';

function Subject({ incident: { facts, subject } }: { incident: Incident }) {
  const { key } = useCluster();
  if (isOfAlias(facts.kind))
    return (
      <Fact name="Alias">
        <AliasName name={subject} />
      </Fact>
    );
  if (facts.kind === 'schedule')
    return (
      <Fact name="Schedule">
        <Link className={FACT_LINK} href={paths.schedule(key, subject)} prefetch={false}>
          {subject}
        </Link>
      </Fact>
    );
  if (facts.kind === 'disk')
    return (
      <Fact name="Node">
        <span className="[overflow-wrap:anywhere]">
          <BreakLongName text={subject} />
        </span>
      </Fact>
    );
  if (facts.kind === 'job' || facts.kind === 'job-waiting')
    return (
      <Fact name="Job">
        <Link className={FACT_LINK} href={paths.job(key, facts.job)} prefetch={false}>
          {facts.job}
        </Link>
      </Fact>
    );
  return null;
}

/** Of the channels. */
const MOST_NAMED = 6;

function Muted({ page: { channels, incident, mutes }, muting }: { page: IncidentDetail; muting: Muting }) {
  const { key } = useCluster();
  const blocked = useBlocked('record-incident');
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  if (incident.ended !== null) return null;
  return (
    <Panel title="Messages">
      {mutes.length === 0 ? (
        <p className="mb-3 text-small [overflow-wrap:anywhere] text-muted">
          {channels.length === 0
            ? 'No message about it is sent: no route leads from it to a channel.'
            : `Messages about it are sent to ${formatList(channels, MOST_NAMED)}. During planned work they can be muted until a time.`}
        </p>
      ) : (
        <ul className="mb-3 flex flex-col gap-2 text-small">
          {mutes.map((mute) => (
            <li key={mute.id} className="[overflow-wrap:anywhere] text-muted">
              Muted until <Time at={mute.until} show="absolute" />: “{mute.reason}”, by {mute.by} ({subjectOf(mute)}).
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button size="small" blocked={blocked} onClick={() => setOpen(true)}>
          Mute messages
        </Button>
        <Link
          className="link inline-flex min-h-6 items-center text-small underline max-mid:min-h-11"
          href={paths.notifications(key)}
          prefetch={false}
        >
          Notifications
        </Link>
      </div>
      <MuteDialog
        open={open}
        about={{ alias: isOfAlias(incident.facts.kind) ? incident.subject : '', kind: incident.facts.kind }}
        muting={muting}
        onClose={close}
      />
    </Panel>
  );
}

function Others({ page: { incident, others } }: { page: IncidentDetail }) {
  const { key } = useCluster();
  if (others.length === 0) return null;
  return (
    <Panel title={incident.subject === '' ? 'Others of this kind' : 'Others about it'}>
      <ul className="flex flex-col gap-2 text-small">
        {others.map(({ began, id, open, severity, title }) => (
          <li key={id} className="flex min-w-0 items-baseline gap-2.5">
            <Shape level={open ? SEVERITY_LEVELS[severity] : 'done'} className="translate-y-0.5" />
            <span className="min-w-0">
              <Link
                className="link [overflow-wrap:anywhere] max-mid:inline-block max-mid:py-2.5"
                href={paths.incident(key, id)}
                prefetch={false}
              >
                <BreakLongName text={shortSentence(title)} />
              </Link>
              <span className="block text-muted">
                {open ? 'open since ' : ''}
                <Time at={began} show="absolute" />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
