'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { JobDetail } from '@/lib/contract/api.ts';
import { formatDuration, formatList } from '@/lib/format.ts';
import type { Blocked, ClusterWords } from '../blocked.ts';
import { BrokenGlassNotice } from '../broken-glass.tsx';
import { Live } from '../live.tsx';
import { paths } from '../paths.ts';
import { jobQuery, jobRequestsQuery } from '../queries.ts';
import { Requests } from '../requests.tsx';
import { Button, Fact, Facts, FailureNotice, Heading, LinkButton, Notice, Panel, State, Time } from '../ui/index.ts';
import { useAct, type ActionAnswer } from '../use-act.ts';
import { JobList } from './job-list.tsx';
import { JobLog } from './job-log.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RejectedPanel } from './rejected.tsx';
import { ResultPanel } from './result-facts.tsx';
import { takeStarted } from './started.ts';
import { StepsPanel } from './steps-panel.tsx';
import { SummaryPanel } from './summary.tsx';
import { isActive, statusWords } from './words.ts';

type JobAction = (input: { cluster: string; job: string }) => Promise<ActionAnswer<{ job: string }>>;

/** What one may do with a job; the page hands them in, because components know no server. */
export interface JobActions {
  cancel: JobAction;
  resume: JobAction;
  retry: JobAction;
  undo: JobAction;
}

interface JobViewProps {
  cluster: ClusterWords;
  job: string;
  initial: JobDetail;
  actions: JobActions;
  blocked: Blocked;
  /** Over the heading: the steps of a restore. */
  steps?: ReactNode;
  /** Where to go by itself once a job that was watched here has succeeded. */
  onwards?: string;
}

/** One job, live or long past: the same page after a reload, in another browser, after a restart of the server. */
export function JobView({ cluster, job, initial, actions, blocked, steps, onwards }: JobViewProps) {
  const query = useQuery({ ...jobQuery(cluster.key, job), initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) });
  useOnwards(query.data, onwards);
  return (
    <>
      {steps}
      <Live query={query} what="this job">
        {(detail, stale) => <JobPage cluster={cluster} detail={detail} stale={stale} actions={actions} blocked={blocked} />}
      </Live>
    </>
  );
}

function useOnwards(detail: JobDetail, onwards: string | undefined) {
  const router = useRouter();
  const watched = useRef(false);
  const { status, id } = detail.row;
  useEffect(() => {
    if (onwards === undefined) return;
    if (isActive(status)) watched.current = true;
    // Also one that was over before this page was there: it was begun from here a moment ago.
    else if (takeStarted(id) || watched.current) {
      watched.current = false;
      if (status === 'succeeded') router.replace(onwards);
    }
  }, [status, id, onwards, router]);
}

function JobPage({ cluster, detail, stale, actions, blocked }: { cluster: ClusterWords; detail: JobDetail; stale: boolean; actions: JobActions; blocked: Blocked }) {
  const { row } = detail;
  const router = useRouter();
  const go = (value: { job: string }) => router.push(hrefOf(cluster.key, value.job, detail));
  const resume = useAct(actions.resume, go);
  const retry = useAct(actions.retry, go);
  const undo = useAct(actions.undo, go);
  const cancel = useAct(actions.cancel, () => undefined, { stay: true });
  const active = isActive(row.status);
  const failure = cancel.failure ?? resume.failure ?? retry.failure ?? undo.failure;

  return (
    <>
      <Heading
        takeFocus
        sub={<JobLine detail={detail} cluster={cluster} />}
        actions={
          <>
            {active && (
              <Button
                blocked={blocked['cancel-job'] ?? (detail.cancelRequestedAt === null ? null : 'Cancelling: it ends at its next safe moment.')}
                pending={cancel.pending && 'Cancelling…'}
                onClick={() => void cancel.act({ cluster: cluster.key, job: row.id })}
              >
                Cancel {verbOf(detail)}
              </Button>
            )}
            {detail.restore?.backup && row.status === 'succeeded' && (
              <LinkButton look="primary" href={paths.restoreResult(cluster.key, detail.restore.backup, row.id)}>
                See the result
              </LinkButton>
            )}
          </>
        }
      >
        {row.title}
      </Heading>

      {failure && <FailureNotice className="mb-3.5" failure={failure} />}
      <BrokenGlassNotice className="mb-3.5" cluster={cluster.key} glass={detail.brokenGlass} />
      <Ending detail={detail} cluster={cluster} blocked={blocked} onResume={() => void resume.act({ cluster: cluster.key, job: row.id })} resuming={resume.pending} />

      <div className="grid gap-3.5 min-[860px]:grid-cols-[minmax(0,1fr)_330px]">
        <div className="flex min-w-0 flex-col gap-3.5">
          {row.status !== 'succeeded' && <ProgressPanel row={row} stale={stale} />}
          {detail.rejected > 0 && !active && (
            <RejectedPanel
              cluster={cluster.key}
              job={row.id}
              total={detail.rejected}
              retried={detail.retried}
              blocked={blocked}
              onRetry={row.status === 'succeeded' ? () => void retry.act({ cluster: cluster.key, job: row.id }) : null}
              retrying={retry.pending}
            />
          )}
          {detail.result && <ResultPanel cluster={cluster.key} result={detail.result} detail={detail} />}
          <StepsPanel steps={detail.steps} />
          <JobLog cluster={cluster.key} job={row.id} live={active} />
          {detail.followedBy.length > 0 && (
            <Panel title="What came of it">
              <JobList cluster={cluster.key} rows={detail.followedBy} label="Jobs that followed this one" />
            </Panel>
          )}
          {detail.hasRequests && <RequestsPanel cluster={cluster.key} job={row.id} />}
        </div>
        <aside className="flex min-w-0 flex-col gap-3.5">
          <Panel title="What it works on">
            <Facts>
              {detail.facts.map((fact) => (
                <Fact key={fact.name} name={fact.name}>
                  {fact.code ? <code>{fact.value}</code> : fact.value}
                </Fact>
              ))}
            </Facts>
            {detail.backup && (
              <p className="mt-3">
                <Link className="link" prefetch={false} href={paths.backup(cluster.key, detail.backup)}>
                  The backup
                </Link>
              </p>
            )}
          </Panel>
          {row.kind === 'switch' && <UndoPanel detail={detail} cluster={cluster} blocked={blocked} pending={undo.pending} onUndo={(job) => void undo.act({ cluster: cluster.key, job })} />}
          <Reassurance detail={detail} />
          <SummaryPanel text={detail.summary} />
        </aside>
      </div>
    </>
  );
}

/** The way back of a switch, as long as it is the newest one and what it came from is there. */
function UndoPanel({ detail, cluster, blocked, pending, onUndo }: { detail: JobDetail; cluster: ClusterWords; blocked: Blocked; pending: boolean; onUndo: (job: string) => void }) {
  const { moved, standing } = detail;
  if (moved === null || standing === null) return null;
  const target = formatList(moved.last.from.map(({ index }) => index));
  const redo = cluster.protected && moved.forward;
  if (standing.where === 'elsewhere') {
    return (
      <Panel title={`${moved.alias} has moved since`} tone="warn">
        <p className="text-muted">
          {standing.targets.length === 0 ? 'No index has it now' : <>It points to <code>{formatList(standing.targets.map(({ index }) => index))}</code> now</>}, and that was not done here. Find out who did it and why before you move it.
        </p>
      </Panel>
    );
  }
  if (standing.beforeNow === 'gone') {
    return (
      <Panel title="No way back">
        <p className="text-muted">
          <code>{target}</code> has been deleted: restore it from a backup to have it again.
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Changed your mind?">
      <p className="mb-3 text-muted">
        {standing.beforeNow === 'unknown' ? 'It was on ' : 'Still there, '}
        {standing.beforeNow !== 'unknown' && `${standing.beforeNow}: `}
        <code>{target}</code>. {redo ? `${cluster.name} is protected, so the way forward again is planned and confirmed.` : 'One click moves the alias back.'}
      </p>
      {redo ? (
        <LinkButton href={paths.switchTo(cluster.key, moved.last.from[0]!.index, moved.alias)} blocked={blocked.switch}>
          Plan the switch forward again
        </LinkButton>
      ) : (
        <Button blocked={blocked.switch} pending={pending && 'Switching back…'} onClick={() => onUndo(moved.last.job)}>
          Undo: point {moved.alias} to {moved.last.from.length === 1 ? 'it' : 'them'} again
        </Button>
      )}
    </Panel>
  );
}

/** A restore's job is shown as a restore; everything else as a job. */
const hrefOf = (cluster: string, job: string, detail: JobDetail) =>
  detail.row.kind === 'restore' && detail.restore?.backup && detail.moved === null ? paths.restoreRun(cluster, detail.restore.backup, job) : paths.job(cluster, job);

function JobLine({ detail, cluster }: { detail: JobDetail; cluster: ClusterWords }) {
  const { row } = detail;
  const status = statusWords(row);
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <State level={status.level}>{status.word}</State>
      <span>
        · job {row.id} on <b className="font-semibold text-text">{cluster.name}</b> ({cluster.environment}) · by {row.actor.name} ·{' '}
        {row.startedAt ? (
          <>
            started <Time at={row.startedAt} precision="seconds" show={isActive(row.status) ? 'absolute' : 'both'} />
          </>
        ) : (
          <>
            asked for <Time at={row.createdAt} precision="seconds" />
          </>
        )}
        {row.startedAt && row.endedAt && ` · took ${formatDuration((Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 1000)}`}
        {isActive(row.status) && ' · you can close this page'}
        {row.follows !== null && (
          <>
            {' '}
            · after{' '}
            <Link className="link" prefetch={false} href={paths.job(cluster.key, row.follows)}>
              job {row.follows}
            </Link>
          </>
        )}
      </span>
    </p>
  );
}

const verbOf = (detail: JobDetail) =>
  ({ backup: 'the backup', restore: 'the restore', 'retry-rejected': 'the retry', switch: 'the switch', 'clean-up': 'the clean-up', verify: 'the check', 'delete-backup': 'the deletion' })[detail.row.kind];

/** How it ended, if it ended other than well, and what to do now. */
function Ending({ detail, cluster, blocked, onResume, resuming }: { detail: JobDetail; cluster: ClusterWords; blocked: Blocked; onResume: () => void; resuming: boolean }) {
  const { row } = detail;
  if (row.status !== 'failed' && row.status !== 'cancelled' && row.status !== 'interrupted') return null;
  const title = row.status === 'failed' ? 'It failed' : row.status === 'cancelled' ? 'It was cancelled' : 'It was interrupted';
  const resumed = detail.followedBy[0];
  return (
    <Notice
      tone={row.status === 'failed' ? 'bad' : 'warn'}
      live={row.status === 'failed' ? 'alert' : 'status'}
      title={title}
      className="mb-3.5"
      actions={
        resumed ? (
          <LinkButton href={paths.job(cluster.key, resumed.id)}>Go to job {resumed.id}, which took it up again</LinkButton>
        ) : (
          <>
            {detail.planAnew === null ? (
              <Button look="primary" blocked={blocked[NEEDS[row.kind]] ?? (row.kind === 'switch' && cluster.protected ? `${cluster.name} is protected: plan the switch anew from the list of indices.` : null)} pending={resuming && 'Starting…'} onClick={onResume}>
                {detail.resumable ? 'Resume where it stopped' : 'Start again'}
              </Button>
            ) : (
              <LinkButton href={detail.planAnew.kind === 'clean-up' ? paths.cleanUp(cluster.key, detail.planAnew.rules) : paths.deleteBackup(cluster.key, detail.planAnew.backup)} blocked={blocked[NEEDS[row.kind]]}>
                {detail.planAnew.kind === 'clean-up' ? 'Review the clean-up again' : 'Review the deletion again'}
              </LinkButton>
            )}
            {row.kind === 'restore' && detail.restore?.backup && <LinkButton href={paths.restore(cluster.key, detail.restore.backup, { alias: detail.restore.alias ?? undefined })}>Review it anew</LinkButton>}
          </>
        )
      }
    >
      {detail.failure && (
        <>
          <p>{detail.failure.message}</p>
          {detail.failure.hint && <p className="text-muted">{detail.failure.hint}</p>}
        </>
      )}
      {detail.why && <p>{detail.why}</p>}
      <p className="text-muted">{leftBehind(detail)}</p>
      {!resumed && cluster.protected && detail.restore?.switchAlias && <p className="text-muted">{cluster.name} is protected: resumed, it leaves the alias where it is. Move it afterwards, with a switch.</p>}
    </Notice>
  );
}

const NEEDS = { backup: 'back-up', restore: 'restore', 'retry-rejected': 'restore', switch: 'switch', 'clean-up': 'clean-up', verify: 'verify', 'delete-backup': 'delete-backup' } as const;

function leftBehind(detail: JobDetail): string {
  switch (detail.row.kind) {
    case 'restore':
    case 'retry-rejected':
      return detail.restore?.createsIndex
        ? 'The live index was not touched. If the new index was created, it is half filled and no alias points to it: resume, or let clean up take it.'
        : 'What had been written by then stays in the index. Running it again adds and overwrites, and deletes nothing.';
    case 'backup':
      return 'Backups that were finished by then are whole and stay. An unfinished file is never taken for a backup.';
    case 'switch':
      return 'An alias moves in one call: either it moved or it did not. The alias map says which.';
    case 'clean-up':
      return 'What was deleted by then is gone, the log says which; nothing else was touched.';
    case 'verify':
    case 'delete-backup':
      return 'Nothing on the cluster was touched.';
    default:
      return detail.row.kind satisfies never;
  }
}

function Reassurance({ detail }: { detail: JobDetail }) {
  if (!isActive(detail.row.status) || detail.restore === null) return null;
  return (
    <Panel title="If something goes wrong">
      <p className="text-muted">
        {detail.restore.createsIndex
          ? `The live index isn’t touched${detail.restore.switchAlias ? ' until the last step, and stays open after it' : ''}. Cancelling leaves a half-filled index that no alias points to; you can resume or delete it.`
          : 'Documents are added and overwritten in an index that exists; none is deleted. Cancelling leaves what was written so far.'}
      </p>
    </Panel>
  );
}

function RequestsPanel({ cluster, job }: { cluster: string; job: string }) {
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...jobRequestsQuery(cluster, job), enabled: open });
  return (
    <Panel title="Requests">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="text-accent">Show requests</summary>
        <div className="mt-2">
          <Live query={query} what="the requests">
            {(data) => <Requests requests={data.requests} />}
          </Live>
        </div>
      </details>
    </Panel>
  );
}
