'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { SchedulesPage } from '@/lib/contract/schedules-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { schedulesQuery } from '@/components/schedules/queries.ts';
import { RunLegend } from '@/components/schedules/run-strip.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Body, Column, Head, Table } from '@/components/ui/table.tsx';
import { ActionOutcome } from './action-outcome.tsx';
import { FirstRun, NextDay } from './next-day.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RetentionCards } from './retention-cards.tsx';
import { itemsOf } from './row-menu.ts';
import { ScheduleLine } from './schedule-line.tsx';
import { useRowActions, type ScheduleActions } from './use-row-actions.ts';
import { useScheduleBlocked } from './use-schedule-blocked.ts';

/** What Restore Desk runs by itself on this cluster: when, and how the last runs went. */
export function SchedulesView({ actions }: { actions: ScheduleActions }) {
  const cluster = useCluster();
  const query = useQuery(schedulesQuery(cluster.key));
  const blocked = useScheduleBlocked();
  return (
    <>
      <Heading
        sub={
          <p>
            Restore Desk runs these on {cluster.name} ({cluster.environment}) by itself, without approval. They never
            move an alias.
          </p>
        }
        actions={
          <LinkButton look="primary" href={paths.newSchedule(cluster.key)} blocked={blocked([])}>
            <Icon name="plus" />
            New schedule
          </LinkButton>
        }
      >
        Schedules
      </Heading>
      <QueryBoundary query={query} what="the schedules">
        {(page) => (page.rows.length === 0 ? <NoSchedules /> : <Schedules page={page} actions={actions} />)}
      </QueryBoundary>
    </>
  );
}

function NoSchedules() {
  return (
    <EmptyState title="Nothing runs by itself on this cluster yet">
      A schedule takes backups or snapshots at set times, deletes old ones by rules, or restores a backup into a
      temporary index to prove it. An admin makes one with “New schedule”, or with{' '}
      <code>restore-desk schedule add</code>.
    </EmptyState>
  );
}

function Schedules({ page, actions }: { page: SchedulesPage; actions: ScheduleActions }) {
  const { key } = useCluster();
  const blocked = useScheduleBlocked();
  const [removing, setRemoving] = useState<string | null>(null);
  const keep = useCallback(() => setRemoving(null), []);
  const acting = useRowActions(actions);
  return (
    <>
      <ActionOutcome acting={acting} />
      <Panel flush title="Next 24 hours" actions={<FirstRun nextDay={page.nextDay} />}>
        <NextDay nextDay={page.nextDay} />
        <Table label="Schedules" lines>
          <Head>
            <Column>Schedule</Column>
            <Column>When</Column>
            <Column>Last 30 runs</Column>
            <Column>Last result</Column>
            <Column>Next run</Column>
            <Column place="menu">
              <span className="sr-only">Actions</span>
            </Column>
          </Head>
          <Body>
            {page.rows.map((row) => (
              <ScheduleLine
                key={row.name}
                row={row}
                items={itemsOf(row, { cluster: key, blocked, acting, onRemove: setRemoving })}
              />
            ))}
          </Body>
        </Table>
        <RunLegend className="border-t px-5 py-3 max-mid:px-4" />
      </Panel>
      <RetentionCards rows={page.rows} />
      <RemoveDialog name={removing} acting={acting} onClose={keep} />
    </>
  );
}
