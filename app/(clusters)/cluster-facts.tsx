import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ClusterStanding, StandingHealth } from '@/lib/contract/clusters-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { drillWords, jobWords, namesWords } from '@/lib/present/standing-words.ts';
import { HEALTH } from '@/components/health-labels.ts';
import { paths } from '@/components/paths.ts';
import { Shape, State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { AnswerAge } from './answer-age.tsx';

interface Props {
  cluster: ClusterStanding;
}

/** Above the link of the whole row. */
function PartLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="link relative inline-flex min-h-6 max-w-full min-w-0 items-center [overflow-wrap:anywhere] max-mid:min-h-11"
    >
      {children}
    </Link>
  );
}

const Detail = ({ children }: { children: ReactNode }) => <span className="text-small text-muted">{children}</span>;

export function HealthFacts({ cluster: { concern, health } }: Props) {
  if (health.state === 'silent')
    return <Silence health={health} isSettled={concern === 'silent' || concern === 'critical'} />;
  if (health.state === 'unreadable')
    return (
      <>
        <State level="unknown">Health unknown</State>
        <Detail>{health.message}</Detail>
      </>
    );
  if (health.state === 'waiting') return <State level="live">Health unknown: waiting for an answer</State>;
  const { level, word } = HEALTH[health.state];
  const { disk } = health;
  return (
    <>
      <State level={level} strong>
        {word}
        {health.since !== null && health.state !== 'green' && (
          <>
            {' since '}
            <Time at={health.since} precision="clock" show="absolute" />
          </>
        )}
      </State>
      {health.reason !== null && <Detail>{health.reason}</Detail>}
      <Detail>
        {(disk.level === 'warn' || disk.level === 'bad') && (
          <Shape level={disk.level} className="mr-1 inline-block align-[-2px]" />
        )}
        disk {disk.text}
        <AnswerAge at={health.takenAt} />
      </Detail>
    </>
  );
}

/** `isSettled`: it lasts longer than a pause. */
function Silence({ health, isSettled }: { health: Extract<StandingHealth, { state: 'silent' }>; isSettled: boolean }) {
  const { last, message, refused, since } = health;
  return (
    <>
      <State level={isSettled ? 'bad' : 'unknown'}>
        {refused ? 'Refuses to answer' : 'No answer'} since{' '}
        <Time at={since} precision="clock-seconds" show="absolute" />
      </State>
      {message !== null && <Detail>{message}</Detail>}
      <Detail>
        Health unknown
        {last !== null && (
          <>
            ; last answer <Time at={last.takenAt} precision="clock-seconds" show="absolute" />: {last.status}
          </>
        )}
      </Detail>
    </>
  );
}

export function IncidentFacts({ cluster: { incidents, key } }: Props) {
  if (incidents === null) return <State level="unknown">Incidents unknown</State>;
  const { open, unacknowledged, worst } = incidents;
  if (open === 0) return <span className="text-muted">No open incident</span>;
  return (
    <>
      {worst !== null && (
        <>
          <State level={worst.severity === 'critical' ? 'bad' : 'warn'}>
            <PartLink href={paths.incident(key, worst.id)}>{worst.title}</PartLink>
          </State>
          <Detail>
            {worst.severity}, since <Time at={worst.began} />
            {worst.acknowledgedBy === null ? ', not acknowledged' : `, acknowledged by ${worst.acknowledgedBy}`}
          </Detail>
        </>
      )}
      {(open > 1 || worst === null) && (
        <PartLink href={paths.incidents(key, { state: 'open' })}>
          {plural(open, 'open incident')}, {formatCount(unacknowledged)} not acknowledged
        </PartLink>
      )}
    </>
  );
}

export function AliasFacts({ cluster: { aliases } }: Props) {
  const { all, overdue, troubled } = aliases;
  return (
    <>
      {troubled !== null && troubled.count > 0 && (
        <State level="bad">
          {plural(troubled.count, 'alias', 'aliases')} {troubled.count === 1 ? 'is' : 'are'} incomplete or missing:{' '}
          {namesWords(troubled)}
        </State>
      )}
      {overdue !== null && overdue.count > 0 && (
        <State level="warn">
          {plural(overdue.count, 'overdue backup')}: {namesWords(overdue)}
        </State>
      )}
      {troubled === null && <State level="unknown">Unknown whether aliases are incomplete or missing</State>}
      {overdue === null && <State level="unknown">Unknown whether backups are overdue</State>}
      {all !== null && <span className="text-muted">{all === 0 ? 'No alias' : plural(all, 'alias', 'aliases')}</span>}
    </>
  );
}

export function DrillFact({ cluster: { drill, key } }: Props) {
  if (drill === null) return <State level="unknown">Last drill unknown</State>;
  if (drill === 'never') return <span className="text-muted">No drill yet</span>;
  const { level, words } = drillWords(drill);
  return (
    <State level={level}>
      <PartLink href={paths.job(key, drill.job)}>
        <span>
          {words} <Time at={drill.at} show="relative" />
        </span>
      </PartLink>
    </State>
  );
}

export function JobFacts({ cluster: { jobs, key } }: Props) {
  if (jobs === null) return <State level="unknown">Jobs unknown</State>;
  if (jobs.first === null) return <span className="text-muted">No job running</span>;
  return (
    <>
      <State level={jobs.waiting > 0 ? 'warn' : jobs.running > 0 ? 'live' : 'idle'}>{jobWords(jobs)}</State>
      <PartLink href={paths.job(key, jobs.first.id)}>{jobs.first.title}</PartLink>
    </>
  );
}
