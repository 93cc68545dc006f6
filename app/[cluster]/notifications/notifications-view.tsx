'use client';
import { useQuery } from '@tanstack/react-query';
import type { NotificationsPage } from '@/lib/contract/notifications-shown.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { notificationsQuery } from '@/components/incidents/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { ChannelCard, type TestChannel } from './channel-card.tsx';
import { MessagesPanel } from './messages-panel.tsx';

/** The channels of the configuration for this cluster: what each gets, whether it works, and its last messages. */
export function NotificationsView({ test }: { test: TestChannel }) {
  const { key, name, environment } = useCluster();
  const query = useQuery(notificationsQuery(key));
  return (
    <>
      <Heading
        sub={
          <p>
            Who gets messages about incidents and schedules of {name} ({environment}). Channels and routes are in the
            configuration, and are changed there. All times are UTC.
          </p>
        }
      >
        Notifications
      </Heading>
      <QueryBoundary query={query} what="the notifications">
        {(page) => <Parts page={page} test={test} />}
      </QueryBoundary>
    </>
  );
}

function Parts({ page, test }: { page: NotificationsPage; test: TestChannel }) {
  const isSilent = page.channels.length > 0 && page.channels.every(({ routes }) => routes.length === 0);
  if (page.channels.length === 0) return <NoChannel onlyElsewhere={page.onlyElsewhere} />;
  return (
    <div className="flex flex-col gap-4">
      {isSilent && (
        <Notice tone="warn" title="No route leads to these channels">
          <p>
            No message is sent about this cluster. Add routes under <code>notifications</code> in{' '}
            <code>restore-desk.yaml</code>.
          </p>
        </Notice>
      )}
      {!page.linked && (
        <Notice tone="info" title="Messages have no links">
          <p>
            They name the page only, because <code>publicUrl</code> is not in the configuration.
          </p>
        </Notice>
      )}
      <ul aria-label="Channels" className="grid gap-4 side:grid-cols-2">
        {page.channels.map((channel) => (
          <li key={channel.name} className="grid min-w-0">
            <ChannelCard channel={channel} test={test} />
          </li>
        ))}
      </ul>
      <MessagesPanel messages={page.messages} />
    </div>
  );
}

const EXAMPLE = `notifications:
  channels:
    on-call: { kind: slack, url: { env: SLACK_WEBHOOK } }
  routes:
    - { channel: on-call, severity: critical, remind: 4h }`;

function NoChannel({ onlyElsewhere }: { onlyElsewhere: boolean }) {
  return (
    <EmptyState title={onlyElsewhere ? 'No channel is for this cluster' : 'No channel is configured'}>
      <p>
        Incidents are seen on these pages only, and no message is sent. Add a channel and a route to{' '}
        <code>restore-desk.yaml</code>: a webhook, a chat of Slack or Teams, e-mail, or a heartbeat address for
        schedules. The file <code>notifications.md</code> has each of them.
      </p>
      <pre
        className="mt-3 max-w-full overflow-x-auto rounded-md bg-raised px-3.5 py-3 font-mono text-small text-text"
        tabIndex={0}
      >
        {EXAMPLE}
      </pre>
    </EmptyState>
  );
}
