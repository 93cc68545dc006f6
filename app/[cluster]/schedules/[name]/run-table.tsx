import Link from 'next/link';
import type { RunRow } from '@/lib/contract/schedules-page.ts';
import { formatCount, formatDuration, plural } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { runWord, triggerWords } from '@/lib/present/run-strip.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { statusLabel } from '@/components/jobs/job-labels.ts';
import { paths } from '@/components/paths.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';

const LEVELS: Record<RunRow['state'], StateLevel> = {
  running: 'live',
  good: 'ok',
  partial: 'warn',
  failed: 'bad',
  missed: 'bad',
};

/** The runs, the newest first: when, how they ended and why, and their jobs. */
export function RunTable({ runs }: { runs: readonly RunRow[] }) {
  return (
    <Table label="Runs">
      <Head>
        <Column>Due</Column>
        <Column>Result</Column>
        <Column numeric>Took</Column>
        <Column>Jobs</Column>
      </Head>
      <Body>
        {runs.map((run) => (
          <RunLine key={run.at} run={run} />
        ))}
      </Body>
    </Table>
  );
}

function RunLine({ run }: { run: RunRow }) {
  const { at, seconds, state, trigger, why } = run;
  const started = triggerWords(trigger);
  return (
    <Row>
      <Cell>
        <Time at={at} show="absolute" zone={false} className="whitespace-nowrap" />
        {started && <span className="block max-w-56 text-small text-muted">{started}</span>}
      </Cell>
      <Cell label="Result">
        <State level={LEVELS[state]}>
          <span className="inline-block first-letter:uppercase">{runWord(state)}</span>
        </State>
        {why && <span className="block max-w-96 text-small [overflow-wrap:anywhere] text-muted">{why}</span>}
      </Cell>
      <Cell label="Took" numeric className="whitespace-nowrap">
        {seconds === null ? (
          <span className="text-faint">{state === 'running' ? 'not ended' : 'none'}</span>
        ) : (
          formatDuration(seconds)
        )}
      </Cell>
      <Cell label="Jobs">
        <JobsOfRun run={run} />
      </Cell>
    </Row>
  );
}

/** More are in a fold: a drill has a job for each alias. */
const JOBS_SHOWN = 3;

function JobsOfRun({ run: { jobCount, jobs } }: { run: RunRow }) {
  if (jobs.length === 0) return <span className="text-faint">none</span>;
  const few = jobCount <= JOBS_SHOWN + 1;
  return (
    <>
      <JobList jobs={few ? jobs : jobs.slice(0, JOBS_SHOWN)} />
      {!few && (
        <Disclosure openOnce={false} className="text-small" summary={plural(jobCount, 'job')}>
          <JobList jobs={jobs.slice(JOBS_SHOWN)} />
          {jobCount > jobs.length && (
            <p className="text-muted">and {formatCount(jobCount - jobs.length)} more on the page of jobs</p>
          )}
        </Disclosure>
      )}
    </>
  );
}

function JobList({ jobs }: Pick<RunRow, 'jobs'>) {
  const { key } = useCluster();
  return (
    <ul>
      {jobs.map((job) => (
        <li key={job.id} className="flex flex-wrap items-baseline gap-x-2">
          <Link
            className="link inline-flex min-h-6 items-center [overflow-wrap:anywhere] max-mid:min-h-11"
            prefetch={false}
            href={paths.job(key, job.id)}
            title={job.title}
          >
            {shortSentence(job.title)}
          </Link>
          <JobWord job={job} />
        </li>
      ))}
    </ul>
  );
}

function JobWord({ job }: { job: RunRow['jobs'][number] }) {
  const { level, word } = statusLabel({ ...job, progress: null });
  return (
    <State level={level} className="text-small">
      {word}
    </State>
  );
}
