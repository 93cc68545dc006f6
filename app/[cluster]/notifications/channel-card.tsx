'use client';
import { useCallback, useState } from 'react';
import { MESSAGES_KEPT_DAYS, type ChannelRow, type TestedChannel } from '@/lib/contract/notifications-shown.ts';
import { formatDuration, plural } from '@/lib/format.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FailureNotice, Notice } from '@/components/ui/notice.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';

export type TestChannel = (input: { cluster: string; channel: string }) => Promise<ActionAnswer<TestedChannel>>;

const KINDS: { readonly [Kind in ChannelRow['kind']]: string } = {
  webhook: 'Webhook',
  slack: 'Slack or the like',
  teams: 'Teams',
  email: 'E-mail',
  heartbeat: 'Heartbeat',
};

/** One channel: where it leads, what it gets, whether it works, and a test. */
export function ChannelCard({ channel, test }: { channel: ChannelRow; test: TestChannel }) {
  const { key } = useCluster();
  const blocked = useBlocked('test-channel');
  const [tested, setTested] = useState<TestedChannel | null>(null);
  const done = useCallback((value: TestedChannel) => setTested(value), []);
  const { act, failure, pending } = useAction(test, done, { stay: true });
  const send = () => {
    setTested(null);
    void act({ cluster: key, channel: channel.name });
  };
  return (
    <Panel
      title={
        <span className="[overflow-wrap:anywhere]">
          <BreakLongName text={channel.name} />
        </span>
      }
      tag={<Working channel={channel} />}
      actions={
        <Button
          size="small"
          blocked={blocked}
          pending={pending && 'Sending…'}
          aria-label={`Send a test message to ${channel.name}`}
          onClick={send}
        >
          Send a test message
        </Button>
      }
    >
      <Facts>
        <Fact name="Kind">{KINDS[channel.kind]}</Fact>
        <Fact name="To">
          <span className="[overflow-wrap:anywhere]">
            <BreakLongName text={channel.to} />
          </span>
        </Fact>
        <Fact name="Gets">
          <Routes routes={channel.routes} />
        </Fact>
        <Fact name="Last message">
          {channel.lastSentAt === null ? `none in ${MESSAGES_KEPT_DAYS} days` : <Time at={channel.lastSentAt} />}
        </Fact>
      </Facts>
      <Failing channel={channel} />
      {failure && <FailureNotice className="mt-3" title="The test was not sent" failure={failure} />}
      <div role="status">{tested && <Tested tested={tested} />}</div>
    </Panel>
  );
}

function Working({ channel: { failing, gaveUp, lastSentAt, waiting } }: { channel: ChannelRow }) {
  if (failing?.works) return <State level="warn">Works, {plural(waiting, 'message')} waiting</State>;
  if (failing) return <State level="bad">Sending fails, {plural(waiting, 'message')} waiting</State>;
  if (gaveUp > 0) return <State level="warn">{plural(gaveUp, 'message')} given up</State>;
  if (waiting > 0) return <State level="live">{plural(waiting, 'message')} waiting</State>;
  if (lastSentAt === null) return <State level="unknown">No message in {MESSAGES_KEPT_DAYS} days</State>;
  return <State level="ok">Works</State>;
}

function Routes({ routes }: Pick<ChannelRow, 'routes'>) {
  if (routes.length === 0) return <State level="warn">nothing: no route leads to it</State>;
  return (
    <ul className="flex flex-col gap-1">
      {routes.map((route) => (
        <li key={route} className="[overflow-wrap:anywhere]">
          {route}
        </li>
      ))}
    </ul>
  );
}

function Failing({ channel: { failing, gaveUp } }: { channel: ChannelRow }) {
  if (failing === null && gaveUp === 0) return null;
  return (
    <div className="mt-3 flex flex-col gap-1.5 text-small text-muted">
      {failing && (
        <p className="[overflow-wrap:anywhere]">
          Messages wait since <Time at={failing.since} show="absolute" />: {failing.answer} The next try is{' '}
          <Time at={failing.nextTryAt} show="relative" />. Messages are sent late, with their time.
        </p>
      )}
      {gaveUp > 0 && <p>{plural(gaveUp, 'message')} will not be sent any more: the list below says why.</p>}
    </div>
  );
}

/** What the receiver answered, as text: it is from another server. */
function Tested({ tested: { answer, ok, seconds } }: { tested: TestedChannel }) {
  return (
    <Notice
      tone={ok ? 'ok' : 'bad'}
      className="mt-3"
      title={ok ? `Accepted in ${formatDuration(seconds)}` : 'The test message was not accepted'}
    >
      <p>
        {ok ? 'Answer: ' : ''}
        {answer === '' ? 'an empty answer.' : answer}
      </p>
      {ok && <p>Check that it has arrived: whether a person sees it is not known here.</p>}
    </Notice>
  );
}
