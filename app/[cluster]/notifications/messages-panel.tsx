import Link from 'next/link';
import type { MessageLine } from '@/lib/contract/notifications-shown.ts';
import { plural } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';

const EVENTS: { readonly [Event in MessageLine['event']]: string } = {
  began: 'Began',
  worse: 'Got worse',
  reminder: 'Reminder',
  ended: 'Ended',
  start: 'Run started',
  success: 'Run succeeded',
  failure: 'Run failed',
};

/** The last messages; those that nobody got are first. */
export function MessagesPanel({ messages }: { messages: readonly MessageLine[] }) {
  return (
    <Panel flush title="Messages">
      {messages.length === 0 ? (
        <p className="px-4 py-4 text-muted mid:px-5">
          No message yet. A message is sent about the first incident that a route matches.
        </p>
      ) : (
        <Table label="Messages" lines>
          <Head>
            <Column>About</Column>
            <Column>Channel</Column>
            <Column>State</Column>
            <Column>Made</Column>
          </Head>
          <Body>
            {messages.map((message) => (
              <MessageRow key={message.id} message={message} />
            ))}
          </Body>
        </Table>
      )}
    </Panel>
  );
}

function MessageRow({ message }: { message: MessageLine }) {
  const { answer, channel, createdAt, event, sentAt } = message;
  return (
    <Row>
      <Cell place="name" className="w-full">
        <span className="text-muted">{EVENTS[event]}: </span>
        <About message={message} />
        {sentAt === null && answer !== null && (
          <span className="line-clamp-3 text-small [overflow-wrap:anywhere] text-muted">{answer}</span>
        )}
      </Cell>
      <Cell place="detail" className="text-muted mid:max-w-52 mid:min-w-36">
        <span className="[overflow-wrap:anywhere]">
          <BreakLongName text={channel} />
        </span>
      </Cell>
      <Cell place="state" className="mid:min-w-44">
        <Sent message={message} />
      </Cell>
      <Cell place="figure" className="text-muted">
        <Time at={createdAt} show="absolute" zone={false} />
      </Cell>
    </Row>
  );
}

function About({ message: { incident, schedule } }: { message: MessageLine }) {
  const { key } = useCluster();
  const [href, text] =
    incident !== null
      ? [paths.incident(key, incident.id), shortSentence(incident.title)]
      : schedule !== null
        ? [paths.schedule(key, schedule), schedule]
        : [null, 'unknown'];
  if (href === null) return <span className="text-faint">{text}</span>;
  return (
    <Link
      href={href}
      prefetch={false}
      data-row-link=""
      className="font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline"
    >
      <BreakLongName text={text} />
    </Link>
  );
}

/** A message is late where it was not sent within this time. */
const LATE_MS = 120_000;

function Sent({ message: { attempts, createdAt, gaveUpAt, nextTryAt, sentAt } }: { message: MessageLine }) {
  const tries = attempts > 1 ? `after ${plural(attempts, 'attempt')}` : null;
  if (sentAt !== null) {
    const isLate = Date.parse(sentAt) - Date.parse(createdAt) > LATE_MS;
    return (
      <>
        <State level="done">{isLate ? 'Sent late' : 'Sent'}</State>
        {(isLate || tries) && (
          <span className="block text-small text-muted max-mid:hidden">
            {isLate && <Time at={sentAt} show="absolute" zone={false} />}
            {isLate && tries && ', '}
            {tries}
          </span>
        )}
      </>
    );
  }
  if (gaveUpAt !== null)
    return (
      <>
        <State level="bad">Given up</State>
        {tries && <span className="block text-small text-muted max-mid:hidden">{tries}</span>}
      </>
    );
  return (
    <>
      <State level={attempts > 0 ? 'warn' : 'live'}>Waiting</State>
      {nextTryAt !== null && attempts > 0 && (
        <span className="block text-small text-muted max-mid:hidden">
          next try <Time at={nextTryAt} show="relative" />
        </span>
      )}
    </>
  );
}
