import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatDuration } from '@/lib/format.ts';
import { secondsOf } from '@/lib/present/job-duration.ts';
import { useCluster } from '../cluster-context.tsx';
import { AliasName } from '../alias-name.tsx';
import { IncidentFact } from '../incidents/incident-fact.tsx';
import { IndexName } from '../index-name.tsx';
import { paths } from '../paths.ts';
import { Fact, Facts, Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';

/** What the job works on, and when it ran. */
export function JobFacts({ detail }: { detail: JobDetail }) {
  const cluster = useCluster();
  const { backup, facts, row, schedule } = detail;
  const seconds = secondsOf(row);
  return (
    <Panel title="Details">
      <Facts>
        <IncidentFact incident={detail.incident} />
        {facts.map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            <FactValue fact={fact} />
          </Fact>
        ))}
        <Fact name={row.startedAt === null ? 'Requested' : 'Started'}>
          <Time at={row.startedAt ?? row.createdAt} precision="seconds" show="absolute" />
        </Fact>
        {seconds !== null && <Fact name="Took">{formatDuration(seconds)}</Fact>}
        {schedule && (
          <Fact name="Schedule">
            <ScheduleName schedule={schedule} />, the run of <Time at={schedule.at} show="absolute" />
          </Fact>
        )}
        <Fact name="Job">
          {row.id}
          {row.follows !== null && (
            <>
              , after{' '}
              <Link className="link" prefetch={false} href={paths.job(cluster.key, row.follows)}>
                job {row.follows}
              </Link>
            </>
          )}
        </Fact>
      </Facts>
      {backup && (
        <p className="mt-3">
          <Link
            className="link inline-flex min-h-6 items-center max-mid:min-h-11"
            prefetch={false}
            href={paths.backup(cluster.key, backup)}
          >
            Open the backup
          </Link>
        </p>
      )}
    </Panel>
  );
}

function ScheduleName({ schedule: { name, removed } }: { schedule: NonNullable<JobDetail['schedule']> }) {
  const { key } = useCluster();
  if (removed) return `${name} (removed)`;
  return (
    <Link className="link [overflow-wrap:anywhere]" prefetch={false} href={paths.schedule(key, name)}>
      {name}
    </Link>
  );
}

function FactValue({ fact: { code, of, value } }: { fact: JobDetail['facts'][number] }) {
  if (of === 'alias') return <List text={value} between={WORDS} each={(name) => <AliasName name={name} />} />;
  if (of === 'index') return <List text={value} between={WORDS} each={(name) => <IndexName name={name} />} />;
  return code ? <List text={value} between={/(, )/} each={(name) => <IndexName name={name} plain />} /> : value;
}

/** Between names, which have no spaces, and after them: "a, b and 4 more". */
const WORDS = /(, | and (?:[\d,]+ more$)?)/;

function List({ text, between, each }: { text: string; between: RegExp; each: (name: string) => ReactNode }) {
  return text
    .split(between)
    .map((piece, place) => <Fragment key={place}>{place % 2 === 0 && piece !== '' ? each(piece) : piece}</Fragment>);
}
