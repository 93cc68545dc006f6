import { afterEach, expect, test, vi } from 'vitest';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { recentMessages } from '../support/recent-messages.ts';
import { claimRun, endRun, recordMissed } from '../../lib/jobs/store/schedule-runs.ts';
import { addSchedule } from '../../lib/jobs/store/schedules.ts';
import { log } from '../../lib/log.ts';
import { addHeartbeats } from '../../lib/notify/add-heartbeats.ts';
import { Sender } from '../../lib/notify/sender.ts';
import { useStore } from '../jobs/store/temporary-store.ts';
import { aSpec } from '../support/a-schedule.ts';
import { startReceiver, type Behaviour, type Receiver } from './receiver.ts';
import { channelTo, notified, type Sent } from './sending.ts';

const temporary = useStore();
const owner = thisProcess('server');
const NOW = Date.now();
const MINUTE = 60_000;

let receiver: Receiver;
afterEach(async () => {
  vi.useRealTimers();
  await receiver.close();
});

async function heartbeatsTo(behaviour: Behaviour, schedules: string[] | null = null): Promise<Sent> {
  receiver = await startReceiver(behaviour);
  const configuration = notified([
    channelTo(`${receiver.url}/ping/planted-uuid`, 'beat', { kind: 'heartbeat' } as Partial<
      ReturnType<typeof channelTo>
    >),
  ]);
  const routes = [{ of: 'runs', channel: 'beat', clusters: null, schedules } as const];
  return { ...configuration, notifications: { ...configuration.notifications, routes } };
}

const schedule = (name = 'Nightly') =>
  addSchedule(temporary.store, 'production', aSpec({ name }), { by: 'ann', now: NOW - 60 * MINUTE });
function begin(id: number, dueAt: number): void {
  expect(claimRun(temporary.store, { schedule: id, dueAt, trigger: 'person' }, null, owner).outcome).toBe('claimed');
}
const end = (id: number, dueAt: number, state: 'good' | 'partial' | 'failed', why: string | null = null) =>
  endRun(temporary.store, { schedule: id, dueAt }, { state, why });
/** `firstWaitMs`: before what was not taken is sent again, also within this turn. */
async function send(configuration: Sent, firstWaitMs = 1): Promise<string[]> {
  const sender = new Sender({ store: () => temporary.store, configuration, firstWaitMs });
  sender.tick();
  await sender.settled();
  await sender.stop();
  return receiver.requests.map(({ path }) => path.replace('/ping/planted-uuid', '') || '/');
}
const kept = () => recentMessages(temporary.store, { channels: ['beat'], limit: 50 });

test('the beginning and the end of a run are told, each once', async () => {
  const configuration = await heartbeatsTo(200);
  const { id } = schedule();
  expect(await send(configuration)).toEqual([]);
  begin(id, NOW);
  expect(await send(configuration)).toEqual(['/start']);
  expect(await send(configuration)).toEqual(['/start']);
  end(id, NOW, 'good');
  expect(await send(configuration)).toEqual(['/start', '/']);
  expect(await send(configuration)).toEqual(['/start', '/']);
  expect(receiver.requests[1]!.body).toMatch(/^Schedule Nightly of search \(production\) succeeded at /);
});

test.each([
  ['failed', 'The cluster did not answer.'],
  ['partial', '2 indices are closed.'],
] as const)('a run that is %s is a failure, with its reason', async (state, why) => {
  const configuration = await heartbeatsTo(200);
  const { id } = schedule();
  begin(id, NOW);
  end(id, NOW, state, why);
  expect(await send(configuration)).toEqual(['/fail']);
  expect(receiver.requests[0]!.body).toContain(why);
});

test('a run that was missed is a failure, and one that ends after it is what counts then', async () => {
  const configuration = await heartbeatsTo(200);
  const { id } = schedule();
  begin(id, NOW - 2 * MINUTE);
  expect(await send(configuration)).toEqual(['/start']);
  recordMissed(temporary.store, { schedule: id, dueAt: NOW - MINUTE }, 'The run before it had not ended.');
  expect(await send(configuration)).toEqual(['/start', '/fail']);
  vi.useFakeTimers({ now: Date.now() + MINUTE, toFake: ['Date'] });
  end(id, NOW - 2 * MINUTE, 'good');
  expect(await send(configuration)).toEqual(['/start', '/fail', '/']);
});

test('only schedules that a route names are told', async () => {
  const configuration = await heartbeatsTo(200, ['NIGHTLY']);
  const [nightly, hourly] = [schedule(), schedule('Hourly')];
  begin(hourly.id, NOW);
  expect(await send(configuration)).toEqual([]);
  begin(nightly.id, NOW);
  expect(await send(configuration)).toEqual(['/start']);
});

test('while the monitor is down only what the last run came to waits for it', async () => {
  const configuration = await heartbeatsTo(503);
  const { id } = schedule();
  begin(id, NOW - 2 * MINUTE);
  end(id, NOW - 2 * MINUTE, 'good');
  await send(configuration);
  begin(id, NOW - MINUTE);
  end(id, NOW - MINUTE, 'failed');
  addHeartbeats(temporary.store, configuration, Date.now());
  expect(kept().map(({ event, gaveUpMs, outdated }) => [event, gaveUpMs !== null, outdated])).toEqual([
    ['failure', false, false],
    ['success', true, true],
  ]);
  receiver.behave(200);
  receiver.requests.length = 0;
  expect(await send(configuration)).toEqual(['/fail']);
});

test('a run that began long ago is not told to begin now', async () => {
  const configuration = await heartbeatsTo(200);
  const { id } = schedule();
  begin(id, NOW);
  addHeartbeats(temporary.store, configuration, Date.now());
  vi.useFakeTimers({ now: Date.now() + 11 * MINUTE, toFake: ['Date'] });
  expect(await send(configuration)).toEqual([]);
  expect(kept()).toMatchObject([
    { event: 'start', answer: 'Its run began too long ago to be measured.', sentMs: null, outdated: true },
  ]);
});

test('a run of long ago is not told to a channel that is new', async () => {
  const configuration = await heartbeatsTo(200);
  const { id } = schedule();
  begin(id, NOW);
  end(id, NOW, 'good');
  vi.useFakeTimers({ now: Date.now() + 25 * 60 * MINUTE, toFake: ['Date'] });
  expect(await send(configuration)).toEqual([]);
  expect(kept()).toEqual([]);
});

test('a run that ends after many later instants were missed is told', async () => {
  const configuration = await heartbeatsTo(200);
  const { id } = schedule();
  const dueAt = NOW - 50 * MINUTE;
  begin(id, dueAt);
  for (let minute = 1; minute <= 40; minute++)
    recordMissed(temporary.store, { schedule: id, dueAt: dueAt + minute * MINUTE }, 'The run before it had not ended.');
  expect(await send(configuration)).toEqual(['/fail']);
  vi.useFakeTimers({ now: Date.now() + MINUTE, toFake: ['Date'] });
  end(id, dueAt, 'good');
  expect(await send(configuration)).toEqual(['/fail', '/']);
});

test('the end of a run does not wait for its beginning, which the monitor did not take', async () => {
  const configuration = await heartbeatsTo(503);
  const { id } = schedule();
  begin(id, NOW);
  expect(await send(configuration, MINUTE)).toEqual(['/start']);
  end(id, NOW, 'good');
  receiver.behave(200);
  expect(await send(configuration)).toEqual(['/start', '/']);
  vi.useFakeTimers({ now: Date.now() + MINUTE, toFake: ['Date'] });
  expect(await send(configuration)).toEqual(['/start', '/']);
  expect(kept().map(({ answer, event }) => [event, answer])).toEqual([
    ['success', '200 OK: ok'],
    ['start', 'Its run has ended, which is sent instead.'],
  ]);
});

test('a run that can’t be read holds no message back', async () => {
  const configuration = await heartbeatsTo(200);
  begin(schedule().id, NOW);
  addHeartbeats(temporary.store, configuration, Date.now());
  const { id } = schedule('Hourly');
  begin(id, NOW);
  temporary.store[SQL].prepare(`UPDATE schedule_runs SET claimed_at = 'long ago' WHERE schedule = ?`).run(id);
  const logged = vi.spyOn(log(), 'error');
  expect(await send(configuration)).toEqual(['/start']);
  expect(logged.mock.calls.map(([, message]) => message)).toEqual([
    'Heartbeats of schedules can’t be added now; trying again.',
  ]);
  logged.mockRestore();
});

test('the address of the monitor is in nothing that is kept', async () => {
  const configuration = await heartbeatsTo({ status: 404, body: 'not found' });
  const { id } = schedule();
  begin(id, NOW);
  await send(configuration);
  expect(JSON.stringify(kept())).not.toContain('planted');
});
