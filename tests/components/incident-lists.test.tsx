import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NoticedIncidents } from '@/app/[cluster]/(overview)/noticed-incidents.tsx';
import { EndedIncidents, OpenIncidents } from '@/app/[cluster]/incidents/lists.tsx';
import { ClusterProvider } from '@/components/cluster-context.tsx';
import { permissionsOf } from '@/lib/access/permissions.ts';
import { MOST_OPEN_ROWS } from '@/lib/contract/incident-limits.ts';
import type { IncidentRow } from '@/lib/contract/incidents-page.ts';
import { anIncident } from '../support/an-incident.ts';

const ignore = () => undefined;
const rowsOf = (count: number): IncidentRow[] =>
  Array.from({ length: count }, (_, n) => ({
    incident: anIncident({ id: String(n + 1) }),
    title: 'government lost documents',
    what: '',
    since: 'since 06:47 UTC',
    comments: 0,
    mutedUntil: null,
  }));
const rendered = (part: ReactNode): string =>
  renderToString(
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
      {part}
    </ClusterProvider>,
  ).replaceAll('<!-- -->', '');

const ended = (before: string | undefined) =>
  rendered(
    <EndedIncidents list={{ rows: [], count: 3, more: false }} filter={{ state: 'ended', before }} onChange={ignore} />,
  );

test('an address of older incidents that has none leads back to the newest', () => {
  expect(ended('1')).toContain('No older incidents');
  expect(ended('1')).toContain('Show the newest');
  expect(ended(undefined)).toContain('No incident has ended yet');
});

test('more open incidents are shown on demand, as many as are ever listed', () => {
  const shown = (rows: number, count: number) =>
    rendered(
      <OpenIncidents
        list={{ rows: rowsOf(rows), count, more: rows < count }}
        filter={{}}
        any
        watched
        onChange={ignore}
        onMore={ignore}
      />,
    );
  expect(shown(2, 150)).toContain('Show all 150');
  const most = shown(MOST_OPEN_ROWS, MOST_OPEN_ROWS + 500);
  expect(most).toContain('500 more, none worse than these. Choose a kind of incident to list fewer.');
  expect(most).not.toContain('Show 2,000');
});

test('open incidents beyond those that were read are named by their number, and linked', () => {
  expect(rendered(<NoticedIncidents rows={[]} untold={0} count={3} />)).toBe('');
  const page = rendered(<NoticedIncidents rows={[]} untold={19} count={20} />);
  expect(page).toContain('19 more open incidents');
  expect(page).toContain('Open all 20 incidents');
  expect(rendered(<NoticedIncidents rows={rowsOf(1)} untold={1} count={1} />)).toContain('1 open incident');
});
