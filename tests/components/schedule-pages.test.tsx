import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NextDay } from '@/app/[cluster]/schedules/next-day.tsx';
import { NewView } from '@/app/[cluster]/schedules/new/new-view.tsx';
import { SchedulesView } from '@/app/[cluster]/schedules/schedules-view.tsx';
import { ScheduleView } from '@/app/[cluster]/schedules/[name]/schedule-view.tsx';
import { ChooseAliases } from '@/components/backups/choose-aliases.tsx';
import { ClusterProvider } from '@/components/cluster-context.tsx';
import { savedRetentionQuery, scheduleQuery, schedulesQuery } from '@/components/schedules/queries.ts';
import { permissionsOf } from '@/lib/access/permissions.ts';
import type { SchedulePage, ScheduleRow } from '@/lib/contract/schedules-page.ts';
import { scheduleRow } from '@/lib/present/schedule-rows.ts';
import { aSchedule } from '../support/a-schedule.ts';
import { anIncident } from '../support/an-incident.ts';

const HOUR = 3_600_000;
const from = Date.UTC(2026, 10, 30);
const iso = (time: number) => new Date(time).toISOString();
const FAILED_RUN = { kind: 'schedule', state: 'failed', due: iso(from), why: null } as const;
const unused = () => Promise.reject(new Error('not used'));
const actions = { pause: unused, resume: unused, remove: unused, runNow: unused };

/** A page as the server sends it, with these answers known. */
function rendered(page: ReactNode, ...known: readonly [queryKey: readonly unknown[], data: unknown][]): string {
  const client = new QueryClient();
  for (const [queryKey, data] of known) client.setQueryData(queryKey, data);
  const go = () => undefined;
  const html = renderToString(
    <AppRouterContext.Provider
      value={{ back: go, forward: go, push: go, replace: go, refresh: go, prefetch: go } as never}
    >
      <QueryClientProvider client={client}>
        <ClusterProvider
          value={{
            key: 'one',
            name: 'search-production',
            environment: 'Production',
            colour: 'teal',
            protected: false,
            approval: false,
            readOnly: false,
            others: [],
            user: 'ann',
            permitted: permissionsOf('admin', { name: 'search-production', readOnly: false, sensitive: false }),
          }}
        >
          {page}
        </ClusterProvider>
      </QueryClientProvider>
    </AppRouterContext.Provider>,
  );
  return html.replaceAll('<!-- -->', '');
}

const row = (name: string, change: Parameters<typeof aSchedule>[1] = {}): ScheduleRow =>
  scheduleRow(aSchedule({ name, retention: { daily: 30 } }, change), {
    runs: [],
    open: null,
    sentence: 'Every day at 03:00, UTC',
    next: from + 3 * HOUR,
    unclaimed: null,
    outcome: null,
    place: '/backups',
  });

const list = (count: number) => ({
  takenAt: iso(from),
  rows: Array.from({ length: count }, (_, place) => row(`Nightly ${place}`)),
  nextDay: { from: iso(from), to: iso(from + 24 * HOUR), lanes: [] },
});

test('of many schedules those that run first have a line, and the others are counted', () => {
  const lanes = Array.from({ length: 24 }, (_, place) => ({
    name: `lane ${place};`,
    times: [iso(from + (24 - place) * HOUR)],
    more: false,
  }));
  const page = rendered(<NextDay nextDay={{ from: iso(from), to: iso(from + 24 * HOUR), lanes }} />);
  const names = [...page.matchAll(/title="(lane \d+;)"/g)].map(([, name]) => name);
  expect(names).toEqual([23, 22, 21, 20, 19, 18, 17, 16, 15, 14].map((place) => `lane ${place};`));
  expect(page).toContain('and 14 more, which run later');
});

test('a long list has a field to find a schedule, a short one has none, and its times are UTC', () => {
  const view = <SchedulesView actions={actions} />;
  const { queryKey } = schedulesQuery('one');
  const short = rendered(view, [queryKey, list(20)]);
  expect(short).toContain('All times are UTC.');
  expect(short).not.toContain('type="search"');
  expect(rendered(view, [queryKey, list(21)])).toContain('type="search"');
});

test('the list says what was removed on the page of a schedule, also where none is left', () => {
  const page = rendered(
    <SchedulesView actions={actions} />,
    [schedulesQuery('one').queryKey, list(0)],
    [['one', 'removed-schedule'], 'Nightly was removed. Its backups are kept.'],
  );
  expect(page).toContain('Nightly was removed. Its backups are kept.');
});

test('the page of a paused schedule names the cluster, and says that it deletes nothing while its preview is computed', () => {
  const schedule = aSchedule({ retention: { daily: 30 } });
  const initial: SchedulePage = {
    takenAt: iso(from),
    incident: anIncident({ id: '31', subject: 'Nightly', facts: { ...FAILED_RUN, jobs: [] } }),
    row: row('Nightly', { pausedAt: iso(from), pausedBy: 'ben' }),
    spec: schedule.spec,
    place: '/backups',
    next: [],
    runs: [],
    createdAt: iso(from),
    createdBy: 'ann',
    changedAt: iso(from),
    changedBy: 'ann',
  };
  const page = rendered(
    <ScheduleView name="Nightly" initial={initial} actions={actions} />,
    [scheduleQuery('one', 'Nightly').queryKey, initial],
    [savedRetentionQuery('one', 'Nightly').queryKey, { asked: 2 }],
  );
  expect(page).toContain('On search-production (Production).');
  expect(page).toContain('It deletes none while it is paused.');
  expect(page).toContain('The preview is being computed');
  expect(page).toContain('href="/one/incidents/31"');
  expect(page).not.toContain('Can’t load');
});

test('the form of a new schedule computes the next times', () => {
  const page = rendered(<NewView add={unused} saveNames={unused} timeZones={['UTC']} backupsAt="/backups" />);
  expect(page).toContain('Computing the next times…');
});

test('a selected alias that the cluster does not have is first, to be left out', () => {
  const choose = (selection: { aliases: string } | { all: 'yes' }) =>
    rendered(
      <ChooseAliases
        aliases={{
          all: 1,
          found: 1,
          rows: [{ alias: 'government', targets: ['government-1'], folders: [], indices: 1, documents: 3 }],
        }}
        find=""
        onFind={() => undefined}
        backups={undefined}
        gone={['detailed', 'logs-*']}
        selection={selection}
        onChange={() => undefined}
      />,
    );
  const page = choose({ aliases: 'government,detailed' });
  expect(page.match(/not on the cluster/g)).toHaveLength(1);
  expect(page.indexOf('detailed')).toBeLessThan(page.indexOf('government'));
  expect(choose({ aliases: 'government' })).not.toContain('not on the cluster');
  expect(choose({ all: 'yes' })).not.toContain('not on the cluster');
});
