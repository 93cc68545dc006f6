import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ConfiguredChannel } from '../../lib/config/configuration.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { recentMessages } from '../support/recent-messages.ts';
import { addMute, endMute } from '../../lib/jobs/store/mutes.ts';
import { log } from '../../lib/log.ts';
import { Sender } from '../../lib/notify/sender.ts';
import { useStore } from '../jobs/store/temporary-store.ts';
import { HANGS, startReceiver, type Behaviour, type Receiver } from './receiver.ts';
import { channelTo, endIncident, insertIncident, look, notified, type Sent } from './sending.ts';

const temporary = useStore();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const receivers: Receiver[] = [];
const senders: Sender[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(senders.splice(0).map((sender) => sender.stop(100)));
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});
async function receiverThat(behaviour: Behaviour): Promise<Receiver> {
  const receiver = await startReceiver(behaviour);
  receivers.push(receiver);
  return receiver;
}
function senderOf(configuration: Sent, store: JobStore = temporary.store): Sender {
  const sender = new Sender({ store: () => store, configuration, firstWaitMs: 50 });
  senders.push(sender);
  return sender;
}
const sendDue = async (sender: Sender): Promise<void> => {
  sender.tick();
  await sender.settled();
};

interface Told {
  event: string;
  id: string;
  late: boolean;
  incident: { id: string; subject: string; title: string; what: string };
}
const toldBy = ({ requests }: Receiver): Told[] => requests.map(({ body }) => JSON.parse(body) as Told);
const eventsOf = (receiver: Receiver): string[] =>
  toldBy(receiver).map(({ event, incident }) => `${incident.id} ${event}`);
const kept = (channel = 'hook') => recentMessages(temporary.store, { channels: [channel], limit: 50 });

describe('an incident', () => {
  test('is told once when it begins and once when it ends, also after a restart', async () => {
    const receiver = await receiverThat(200);
    const configuration = notified([channelTo(receiver.url)]);
    const id = insertIncident(temporary.store);
    look(temporary.store, configuration);
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    expect(eventsOf(receiver)).toEqual([`${id} began`]);
    expect(receiver.requests[0]!.headers['x-restore-desk-delivery']).toBe(toldBy(receiver)[0]!.id);

    const restarted = senderOf(configuration);
    look(temporary.store, configuration, Date.now() + DAY);
    await sendDue(restarted);
    endIncident(temporary.store, id);
    look(temporary.store, configuration);
    await sendDue(restarted);
    look(temporary.store, configuration);
    await sendDue(restarted);
    expect(eventsOf(receiver)).toEqual([`${id} began`, `${id} ended`]);
    expect(kept().map(({ answer, attempts }) => [answer, attempts])).toEqual([
      ['200 OK: ok', 1],
      ['200 OK: ok', 1],
    ]);
  });

  test('that is not confirmed yet, or ended before it was told, is not told', async () => {
    const receiver = await receiverThat(200);
    const configuration = notified([channelTo(receiver.url)]);
    const [first, second] = [insertIncident(temporary.store), insertIncident(temporary.store, { subject: 'detailed' })];
    temporary.store[SQL].prepare('UPDATE incidents SET confirmed_at = NULL WHERE id = ?').run(Number(first));
    endIncident(temporary.store, second);
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    expect(kept()).toEqual([]);
  });

  test('begins no message while it is muted, and is told when the mute ends', async () => {
    const receiver = await receiverThat(200);
    const configuration = notified([channelTo(receiver.url)]);
    insertIncident(temporary.store);
    const [from, until] = [new Date(Date.now() - HOUR).toISOString(), new Date(Date.now() + HOUR).toISOString()];
    const mute = addMute(temporary.store, {
      cluster: 'production',
      alias: 'government',
      kind: null,
      reason: 'Upgrade',
      by: 'ann',
      from,
      until,
    });
    look(temporary.store, configuration);
    expect(kept()).toEqual([]);
    endMute(temporary.store, { cluster: 'production', id: mute.id, by: 'ann', now: Date.now() });
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    expect(toldBy(receiver).map(({ event }) => event)).toEqual(['began']);
  });
});

describe('while a channel is down', () => {
  test('messages wait, and are sent in their order when it is back, late', async () => {
    const receiver = await receiverThat(503);
    const configuration = notified([channelTo(receiver.url)]);
    const id = insertIncident(temporary.store);
    look(temporary.store, configuration, Date.now() - HOUR);
    endIncident(temporary.store, id);
    look(temporary.store, configuration, Date.now() - HOUR / 2);
    const sender = senderOf(configuration);
    await sendDue(sender);
    expect(eventsOf(receiver)).toEqual([`${id} began`]);
    expect(kept().map(({ answer, event, sentMs }) => [event, answer, sentMs])).toEqual([
      ['ended', null, null],
      ['began', '503 Service Unavailable: ok', null],
    ]);

    receiver.behave(200);
    sender.start();
    await receiver.received(3);
    await sender.settled();
    expect(eventsOf(receiver).slice(1)).toEqual([`${id} began`, `${id} ended`]);
    const [failed, began] = toldBy(receiver);
    expect([began!.late, began!.id]).toEqual([true, failed!.id]);
    expect(kept().every(({ sentMs }) => sentMs !== null)).toBe(true);
  });

  test('the wait doubles with each attempt', async () => {
    const receiver = await receiverThat(500);
    const configuration = notified([channelTo(receiver.url)]);
    insertIncident(temporary.store);
    look(temporary.store, configuration);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      vi.useFakeTimers({ now: kept()[0]!.nextTryMs, toFake: ['Date'] });
      await sendDue(senderOf(configuration));
      waits.push(kept()[0]!.nextTryMs - Date.now());
    }
    expect(waits).toEqual([50, 100, 200, 400]);
    temporary.store[SQL].exec('UPDATE messages SET attempts = 40');
    vi.useFakeTimers({ now: kept()[0]!.nextTryMs, toFake: ['Date'] });
    await sendDue(senderOf(configuration));
    expect(kept()[0]!.nextTryMs - Date.now()).toBe(HOUR);
  });

  test.each<[string, Behaviour]>([
    ['answers 503', 503],
    ['answers 429', 429],
    ['answers 404', 404],
    ['redirects', { status: 302, headers: { location: 'https://example.org' } }],
    ['closes the connection', (response) => response.destroy()],
  ])('one message finds out, however many wait: it %s', async (_, behaviour) => {
    const receiver = await receiverThat(behaviour);
    const configuration = notified([channelTo(receiver.url)]);
    for (let n = 0; n < 10; n++) insertIncident(temporary.store, { subject: `alias-${String(n)}` });
    look(temporary.store, configuration);
    const sender = new Sender({ store: () => temporary.store, configuration, firstWaitMs: 60_000 });
    senders.push(sender);
    for (let tick = 0; tick < 3; tick++) await sendDue(sender);
    expect(receiver.requests).toHaveLength(1);
    expect(kept().filter(({ attempts }) => attempts > 0)).toHaveLength(1);
  });

  test('a message that it refuses for its own sake holds no other back, and is not sent again with each of them', async () => {
    let refuses = 1;
    const receiver = await receiverThat((response) => response.writeHead(refuses-- > 0 ? 400 : 200).end());
    const configuration = notified([channelTo(receiver.url)]);
    const refused = insertIncident(temporary.store);
    const others = ['detailed', 'mainstream'].map((subject) => insertIncident(temporary.store, { subject }));
    look(temporary.store, configuration);
    const sender = new Sender({ store: () => temporary.store, configuration, firstWaitMs: 60_000 });
    senders.push(sender);
    await sendDue(sender);
    expect(eventsOf(receiver).slice(0, 3)).toEqual([refused, ...others].map((id) => `${id} began`));
    // The first success of a process makes what waits due: it can't know for whose sake it failed before.
    expect(eventsOf(receiver).slice(3)).toEqual([`${refused} began`]);

    refuses = 1;
    const [again, next] = ['fourth', 'fifth'].map((subject) => insertIncident(temporary.store, { subject }));
    look(temporary.store, configuration);
    await sendDue(sender);
    expect(eventsOf(receiver).slice(4)).toEqual([again, next].map((id) => `${String(id)} began`));
  });

  test('all that wait are sent when it is there again', async () => {
    const receiver = await receiverThat(503);
    const configuration = notified([channelTo(receiver.url)]);
    const ids = ['government', 'detailed', 'mainstream'].map((subject) => insertIncident(temporary.store, { subject }));
    look(temporary.store, configuration);
    const sender = senderOf(configuration);
    await sendDue(sender);
    temporary.store[SQL].prepare('UPDATE messages SET next_try_ms = ? WHERE attempts > 0').run(Date.now() + HOUR);
    receiver.behave(200);
    sender.start();
    await receiver.received(4);
    await sender.settled();
    expect(eventsOf(receiver).slice(1).sort()).toEqual(ids.map((id) => `${id} began`).sort());
  });

  test('no other channel waits for it', async () => {
    const [down, up] = [await receiverThat(HANGS), await receiverThat(200)];
    const configuration = notified([channelTo(down.url, 'down'), channelTo(up.url, 'up')]);
    insertIncident(temporary.store);
    look(temporary.store, configuration);
    senderOf(configuration).tick();
    await Promise.all([up.received(1), down.received(1)]);
    await vi.waitUntil(() => kept('up')[0]!.sentMs !== null);
    expect(kept('down')[0]!.sentMs).toBeNull();
  });

  test('a message is given up after three days, and its end is not told', async () => {
    const receiver = await receiverThat(410);
    const configuration = notified([channelTo(receiver.url)]);
    const id = insertIncident(temporary.store);
    look(temporary.store, configuration, Date.now() - 3 * DAY - 1_000);
    await sendDue(senderOf(configuration));
    expect(kept()[0]).toMatchObject({
      sentMs: null,
      gaveUpMs: expect.any(Number) as number,
      answer: '410 Gone: ok',
    });
    endIncident(temporary.store, id);
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    expect([kept().length, receiver.requests.length]).toEqual([1, 1]);
  });
});

test('what waited for days because no dashboard ran is sent, late', async () => {
  const receiver = await receiverThat(200);
  const configuration = notified([channelTo(receiver.url)]);
  insertIncident(temporary.store);
  look(temporary.store, configuration, Date.now() - 5 * DAY);
  await sendDue(senderOf(configuration));
  expect(toldBy(receiver)).toMatchObject([{ event: 'began', late: true }]);
});

test('what waits for a channel that is no longer configured is given up after three days', async () => {
  const configuration = notified([channelTo('http://127.0.0.1:9', 'former')]);
  insertIncident(temporary.store);
  look(temporary.store, configuration, Date.now() - 3 * DAY - 1_000);
  await sendDue(senderOf(notified([])));
  expect(kept('former')).toMatchObject([{ answer: 'The channel is no longer configured.', attempts: 0 }]);
});

test('a channel that asks for a pause gets it, also before its other messages', async () => {
  const receiver = await receiverThat({ status: 429, headers: { 'retry-after': '1' } });
  const configuration = notified([channelTo(receiver.url)]);
  insertIncident(temporary.store);
  insertIncident(temporary.store, { subject: 'detailed' });
  look(temporary.store, configuration);
  const sender = senderOf(configuration);
  const begunMs = performance.now();
  await sendDue(sender);
  await sendDue(sender);
  expect(receiver.requests).toHaveLength(1);
  receiver.behave(200);
  sender.start();
  await receiver.received(3);
  expect(performance.now() - begunMs).toBeGreaterThan(990);
});

test('a redirect is a failure that says so, and leads nowhere', async () => {
  const other = await receiverThat(200);
  const receiver = await receiverThat({ status: 307, headers: { location: other.url } });
  const configuration = notified([channelTo(receiver.url)]);
  insertIncident(temporary.store);
  look(temporary.store, configuration);
  await sendDue(senderOf(configuration));
  expect(kept()[0]).toMatchObject({
    sentMs: null,
    attempts: 1,
    answer: expect.stringContaining('not followed') as string,
  });
  expect(other.requests).toEqual([]);
});

test('a name that leads to this machine is refused when it is connected to', async () => {
  const receiver = await receiverThat(200);
  const url = `http://localhost:${String(receiver.port)}`;
  const configuration = notified([channelTo(url, 'hook', { privateNetwork: false } as Partial<ConfiguredChannel>)]);
  insertIncident(temporary.store);
  look(temporary.store, configuration);
  await sendDue(senderOf(configuration));
  expect(kept()[0]!.answer).toContain('of a private network or of this machine');
  expect(receiver.requests).toEqual([]);
});

describe('of many incidents at a time', () => {
  const begin = (count: number) =>
    Array.from({ length: count }, (_, n) => insertIncident(temporary.store, { subject: `alias-${String(n)}` }));
  const slackTo = (receiver: Receiver) =>
    notified([channelTo(receiver.url, 'hook', { kind: 'slack' } as Partial<ConfiguredChannel>)]);
  const textsOf = ({ requests }: Receiver): string[] =>
    requests.map(({ body }) => (JSON.parse(body) as { text: string }).text);

  test('people are sent one message that has their number, once, and one when they are over', async () => {
    const receiver = await receiverThat(200);
    const configuration = slackTo(receiver);
    const ids = begin(500);
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    for (const id of ids) endIncident(temporary.store, id);
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    const [began, ended] = textsOf(receiver);
    expect(began).toMatch(/^\*Critical: 500 incidents \(search, production\)\*\n.*Documents lost: 500\.\n/);
    expect(began).toContain('<https://desk.example.org/production/incidents|Open the incidents>');
    expect(ended).toMatch(/^\*Ended: 500 incidents/);
    expect(receiver.requests).toHaveLength(2);
    expect(temporary.store[SQL].prepare('SELECT count(*) AS n FROM messages WHERE sent_ms IS NULL').get()).toEqual({
      n: 0,
    });
  });

  test('of few, people are sent each, and programs always', async () => {
    const [people, programs] = [await receiverThat(200), await receiverThat(200)];
    begin(20);
    look(temporary.store, slackTo(people));
    await sendDue(senderOf(slackTo(people)));
    expect(people.requests).toHaveLength(20);
    insertIncident(temporary.store, { subject: 'one more' });
    const configuration = notified([channelTo(programs.url, 'program')]);
    look(temporary.store, configuration);
    await sendDue(senderOf(configuration));
    expect(programs.requests).toHaveLength(21);
  });

  test('while the channel is down all of them wait, and are sent as one when it is back', async () => {
    const receiver = await receiverThat(503);
    const configuration = slackTo(receiver);
    begin(30);
    look(temporary.store, configuration);
    const sender = senderOf(configuration);
    await sendDue(sender);
    expect(kept().every(({ answer, attempts }) => attempts === 1 && answer === '503 Service Unavailable: ok')).toBe(
      true,
    );
    receiver.behave(200);
    sender.start();
    await receiver.received(2);
    await sender.settled();
    expect(kept().every(({ sentMs }) => sentMs !== null)).toBe(true);
  });
});

test('two senders on one database send each message once', async () => {
  const receiver = await receiverThat(200);
  const configuration = notified([channelTo(receiver.url)]);
  const other = JobStore.open(temporary.data);
  try {
    const ids = Array.from({ length: 30 }, (_, n) =>
      insertIncident(temporary.store, { subject: `alias-${String(n)}` }),
    );
    look(temporary.store, configuration);
    look(other, configuration);
    await Promise.all([sendDue(senderOf(configuration)), sendDue(senderOf(configuration, other))]);
    expect(eventsOf(receiver).sort()).toEqual(ids.map((id) => `${id} began`).sort());
  } finally {
    await Promise.all(senders.splice(0).map((sender) => sender.stop()));
    other.close();
  }
});

describe('while another process holds the jobs’ database', () => {
  test('nothing is sent, and then all', async () => {
    const receiver = await receiverThat(200);
    const configuration = notified([channelTo(receiver.url)]);
    insertIncident(temporary.store);
    look(temporary.store, configuration);
    const other = JobStore.open(temporary.data);
    const sender = senderOf(configuration);
    other[SQL].exec('BEGIN IMMEDIATE');
    await sendDue(sender);
    expect(receiver.requests).toEqual([]);
    other[SQL].exec('COMMIT');
    other.close();
    await sendDue(sender);
    expect(receiver.requests).toHaveLength(1);
  });

  test('what was sent is recorded later, and sent once', async () => {
    const other = JobStore.open(temporary.data);
    const receiver = await receiverThat((response) => {
      other[SQL].exec('BEGIN IMMEDIATE');
      response.writeHead(200).end();
    });
    const configuration = notified([channelTo(receiver.url)]);
    insertIncident(temporary.store);
    look(temporary.store, configuration);
    const logged = vi.spyOn(log(), 'error');
    const sender = senderOf(configuration);
    sender.tick();
    await vi.waitUntil(() => logged.mock.calls.length > 0);
    expect(kept()[0]!.sentMs).toBeNull();
    other[SQL].exec('COMMIT');
    other.close();
    await sender.settled();
    await sendDue(sender);
    logged.mockRestore();
    expect(kept()[0]).toMatchObject({ attempts: 1, answer: '200 OK.' });
    expect(receiver.requests).toHaveLength(1);
  });
});

test('what is sent by a process that stops is waited for, and nothing further is begun', async () => {
  let answer: () => void = () => undefined;
  const receiver = await receiverThat((response) => {
    answer = () => response.writeHead(200).end('late');
  });
  const configuration = notified([channelTo(receiver.url)]);
  insertIncident(temporary.store);
  insertIncident(temporary.store, { subject: 'detailed' });
  look(temporary.store, configuration);
  const sender = senderOf(configuration);
  sender.tick();
  await receiver.received(1);
  const stopped = sender.stop();
  answer();
  await stopped;
  expect(kept().map(({ answer: said }) => said)).toEqual([null, '200 OK: late']);
  sender.tick();
  await sender.settled();
  expect(receiver.requests).toHaveLength(1);
});

test('no secret and no value of a document is in what is sent or kept', async () => {
  const receiver = await receiverThat({ status: 500, body: 'it hates planted-channel-secret' });
  const { registerSecret } = await import('../../lib/config/redact.ts');
  registerSecret('planted-channel-secret');
  const configuration = notified([channelTo(receiver.url)]);
  const message = "The key planted-channel-secret was refused. Preview of field's value: 'planted-value'";
  const facts = { kind: 'job', job: '7', title: 'Back up government', status: 'failed', message } as const;
  insertIncident(temporary.store, { subject: 'backup of government', facts });
  look(temporary.store, configuration);
  await sendDue(senderOf(configuration));
  const rows = temporary.store[SQL].prepare('SELECT body, answer FROM messages').all();
  expect(`${JSON.stringify(rows)}${JSON.stringify(receiver.requests)}`).not.toContain('planted');
  expect(toldBy(receiver)[0]!.incident.what).toContain('The key [hidden] was refused.');
});
