'use client';
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { doctorQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { DoctorCheck, DoctorLevel, DoctorReport } from '@/lib/contract/doctor.ts';
import { formatDuration, plural } from '@/lib/format.ts';

/** The checks of the installation and of this cluster, as `restore-desk doctor` prints them. */
export function DoctorView() {
  const { environment, key, name } = useCluster();
  const query = useQuery(doctorQuery(key));
  return (
    <>
      <Heading
        actions={
          <Button className="min-w-28" onClick={() => void query.refetch()} pending={query.isFetching && 'Checking…'}>
            Check again
          </Button>
        }
        sub={
          <p>
            Whether this installation and {name} ({environment}) are as Restore Desk needs them. Nothing is changed and
            no message is sent. A file of 8 MB is written into each folder and removed, and an upload is begun and
            aborted in each bucket. <code>restore-desk doctor {key}</code> prints the same.
          </p>
        }
      >
        Installation check
      </Heading>
      <QueryBoundary query={query} what="the checks">
        {(report) => <Groups report={report} cluster={name} />}
      </QueryBoundary>
    </>
  );
}

function Groups({ cluster, report }: { report: DoctorReport; cluster: string }) {
  const ofInstallation = report.checks.filter((check) => check.cluster === null);
  const ofCluster = report.checks.filter((check) => check.cluster !== null);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-small text-muted">
        <p role="status">
          <Verdict checks={report.checks} />
        </p>
        {/* Not read out each second. */}
        <p>
          Checked <Time at={report.takenAt} precision="seconds" />, in {formatDuration(report.seconds)}.
        </p>
      </div>
      <Group title={`Cluster ${cluster}`} checks={ofCluster} />
      <Group title="Installation" checks={ofInstallation} />
    </div>
  );
}

function Verdict({ checks }: { checks: readonly DoctorCheck[] }) {
  const failures = countOf(checks, 'failure');
  const warnings = countOf(checks, 'warning');
  if (failures > 0)
    return (
      <State level="bad">
        {plural(failures, 'failure')}, {plural(warnings, 'warning')}
      </State>
    );
  if (warnings > 0) return <State level="warn">{plural(warnings, 'warning')}, no failure</State>;
  return (
    <State level="ok" strong>
      {plural(checks.length, 'check')}, all ok
    </State>
  );
}

const countOf = (checks: readonly DoctorCheck[], level: DoctorLevel): number =>
  checks.filter((check) => check.level === level).length;

function Group({ checks, title }: { title: string; checks: readonly DoctorCheck[] }) {
  return (
    <Panel title={<span className="[overflow-wrap:anywhere]">{title}</span>} flush>
      <ul aria-label={title}>
        {checks.map((check) => (
          <CheckLine key={check.id} check={check} />
        ))}
      </ul>
    </Panel>
  );
}

const STATES: { readonly [Level in DoctorLevel]: { level: StateLevel; word: string } } = {
  ok: { level: 'ok', word: 'ok' },
  warning: { level: 'warn', word: 'warning' },
  failure: { level: 'bad', word: 'failure' },
};

/** What was found and what to do, as text: parts of it are from other servers. */
function CheckLine({ check: { level, next, title, what } }: { check: DoctorCheck }) {
  const state = STATES[level];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b px-4 py-3 last:border-b-0 mid:grid-cols-[110px_minmax(0,1fr)] mid:px-5">
      <State level={state.level} className="col-start-2 row-start-1 mid:col-start-1">
        {state.word}
      </State>
      <h3 className="col-start-1 row-start-1 font-medium [overflow-wrap:anywhere] mid:col-start-2">{title}</h3>
      <div className="col-span-2 [overflow-wrap:anywhere] mid:col-span-1 mid:col-start-2">
        <p className="text-muted">{withCode(what)}</p>
        {next !== null && (
          <p className="mt-1">
            <span className="text-muted">To do:</span> {withCode(next)}
          </p>
        )}
      </div>
    </li>
  );
}

/** What is between two backticks, as a key of the configuration, is code. */
const withCode = (text: string): ReactNode[] =>
  text.split(/`([^`]*)`/).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
