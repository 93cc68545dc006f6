'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { ScheduleRow, SchedulesPage } from '@/lib/contract/schedules-page.ts';
import { plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { schedulesQuery } from '@/components/schedules/queries.ts';
import { RunLegend } from '@/components/schedules/run-strip.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { Body, Column, Head, Table } from '@/components/ui/table.tsx';
import { ActionOutcome } from './action-outcome.tsx';
import { FirstRun, NextDay } from './next-day.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RetentionCards } from './retention-cards.tsx';
import { itemsOf } from './row-menu.ts';
import { ScheduleLine } from './schedule-line.tsx';
import { useRowActions, type RowActing, type ScheduleActions } from './use-row-actions.ts';
import { useScheduleBlocked } from './use-schedule-blocked.ts';

/** What Restore Desk runs by itself on this cluster: when, and how the last runs went. */
export function SchedulesView({ actions }: { actions: ScheduleActions }) {
  const cluster = useCluster();
  const query = useQuery(schedulesQuery(cluster.key));
  const blocked = useScheduleBlocked();
  const acting = useRowActions(actions);
  return (
    <>
      <Heading
        sub={
          <p>
            Restore Desk runs these on {cluster.name} ({cluster.environment}) by itself, without approval. They never
            move an alias. All times are UTC.
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
      <ActionOutcome acting={acting} />
      <QueryBoundary query={query} what="the schedules">
        {(page) => (page.rows.length === 0 ? <NoSchedules /> : <Schedules page={page} acting={acting} />)}
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

/** Fewer need no field to find one. */
const FEW = 20;

function Schedules({ page, acting }: { page: SchedulesPage; acting: RowActing }) {
  const { key } = useCluster();
  const blocked = useScheduleBlocked();
  const [removing, setRemoving] = useState<string | null>(null);
  const keep = useCallback(() => setRemoving(null), []);
  const [find, setFind] = useState('');
  const rows = page.rows.filter(hasText(find));
  return (
    <>
      <Panel flush title="Next 24 hours" actions={<FirstRun nextDay={page.nextDay} />}>
        <NextDay nextDay={page.nextDay} />
        {page.rows.length > FEW && (
          <div className="flex flex-wrap items-center gap-3 border-b px-5 py-3 max-mid:px-4">
            <SearchField
              label="Find a schedule by its name or what it does"
              value={find}
              onChange={(event) => setFind(event.target.value)}
            />
            <span role="status" className="text-small text-muted">
              {rows.length === page.rows.length
                ? plural(rows.length, 'schedule')
                : `${rows.length} of ${page.rows.length}`}
            </span>
          </div>
        )}
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
            {rows.map((row) => (
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

/** Whether a schedule has a text in its name, what it does or when. */
function hasText(text: string): (row: ScheduleRow) => boolean {
  const wanted = text.trim().toLowerCase();
  return ({ name, sentence, what }) => [name, what, sentence].some((words) => words.toLowerCase().includes(wanted));
}
