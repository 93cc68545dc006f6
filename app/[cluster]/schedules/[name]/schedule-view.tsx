'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import type { SchedulePage } from '@/lib/contract/schedules-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { scheduleQuery } from '@/components/schedules/queries.ts';
import { RetentionCard } from '@/components/schedules/retention-card.tsx';
import { RunLegend, RunStrip } from '@/components/schedules/run-strip.tsx';
import { Standing, StandingDetail } from '@/components/schedules/standing.tsx';
import { Button, LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Menu } from '@/components/ui/menu.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { Time } from '@/components/ui/time.tsx';
import { RemoveDialog } from '../remove-dialog.tsx';
import { itemsOf } from '../row-menu.ts';
import { ActionOutcome } from '../action-outcome.tsx';
import { useRowActions, type RowActing, type ScheduleActions } from '../use-row-actions.ts';
import { useScheduleBlocked } from '../use-schedule-blocked.ts';
import { RunTable } from './run-table.tsx';
import { ScheduleFacts } from './schedule-facts.tsx';

interface Props {
  name: string;
  initial: SchedulePage;
  actions: ScheduleActions;
}

/** One schedule: what it does, when it runs next, and how its last 30 runs went. */
export function ScheduleView({ name, initial, actions }: Props) {
  const cluster = useCluster();
  const query = useQuery({
    ...scheduleQuery(cluster.key, name),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  return (
    <QueryBoundary
      query={query}
      what="this schedule"
      gone={{
        title: 'This schedule no longer exists',
        actions: (
          <LinkButton size="small" href={paths.schedules(cluster.key)}>
            Open the schedules
          </LinkButton>
        ),
      }}
    >
      {(page) => <Page page={page} actions={actions} />}
    </QueryBoundary>
  );
}

function Page({ page, actions }: { page: SchedulePage; actions: ScheduleActions }) {
  const { key } = useCluster();
  const router = useRouter();
  const [removing, setRemoving] = useState<string | null>(null);
  const keep = useCallback(() => setRemoving(null), []);
  const toList = useCallback(() => router.push(paths.schedules(key)), [key, router]);
  const acting = useRowActions(actions, toList);
  const { row, spec } = page;
  return (
    <>
      <ScheduleHeading page={page} acting={acting} onRemove={setRemoving} />
      <ActionOutcome acting={acting} />
      <PausedNotice row={row} acting={acting} />
      <WithRail rail={<ScheduleFacts page={page} />}>
        <Panel flush title="Last 30 runs">
          {page.runs.length === 0 ? (
            <p className="px-5 py-4 text-muted max-mid:px-4">
              It has not run yet. Its runs appear here, with their jobs.
            </p>
          ) : (
            <>
              <div className="border-b px-5 py-4 max-mid:px-4">
                <RunStrip name={row.name} runs={row.runs} />
                <RunLegend className="mt-3" />
              </div>
              <RunTable runs={page.runs} />
            </>
          )}
        </Panel>
        {spec.retention !== null && <RetentionCard row={row} title="Retention preview" />}
      </WithRail>
      <RemoveDialog name={removing} acting={acting} onClose={keep} />
    </>
  );
}

function PausedNotice({ row: { name, needs, paused }, acting }: { row: SchedulePage['row']; acting: RowActing }) {
  const blocked = useScheduleBlocked();
  if (paused === null) return null;
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={`Paused by ${paused.by}`}
      actions={
        <Button
          size="small"
          blocked={blocked(needs)}
          pending={acting.pending && 'Wait…'}
          onClick={() => void acting.act('resume', name)}
        >
          Resume
        </Button>
      }
    >
      <p>
        Since <Time at={paused.at} />. It does not run, and misses nothing, until somebody resumes it.
      </p>
    </Notice>
  );
}

interface HeadingProps {
  page: SchedulePage;
  acting: RowActing;
  onRemove: (name: string) => void;
}

function ScheduleHeading({ page, acting, onRemove }: HeadingProps) {
  const { key } = useCluster();
  const blocked = useScheduleBlocked();
  const { name } = page.row;
  const [runNow, ...others] = itemsOf(page.row, { cluster: key, blocked, acting, onRemove });
  return (
    <Heading
      takeFocus
      sub={<SubLine page={page} />}
      actions={
        <>
          <Menu label={`Actions for ${name}`} items={others.filter(({ href }) => href !== paths.schedule(key, name))} />
          <Button
            look="primary"
            pending={acting.pending && 'Wait…'}
            blocked={acting.pending ? null : runNow?.blocked}
            onClick={runNow?.onSelect}
          >
            Run now
          </Button>
        </>
      }
    >
      {name}
    </Heading>
  );
}

/** Where it runs, how it stands, and when. */
function SubLine({ page: { row } }: { page: SchedulePage }) {
  const { environment, name } = useCluster();
  return (
    <p className="[overflow-wrap:anywhere]">
      On {name} ({environment}). All times are UTC.
      <br />
      <Standing standing={row.standing} />
      <span className="text-faint"> · </span>
      {row.standing.at !== null && (
        <>
          <StandingDetail standing={row.standing} />
          <span className="text-faint"> · </span>
        </>
      )}
      {row.sentence}
    </p>
  );
}
