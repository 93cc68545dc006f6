import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { recentMessages } from '../support/recent-messages.ts';
import { Sender } from '../../lib/notify/sender.ts';
import { useStore } from '../jobs/store/temporary-store.ts';
import { HANGS, startReceiver, type Behaviour, type Receiver } from './receiver.ts';
import { channelTo, insertIncident, look, notified } from './sending.ts';

const temporary = useStore();
const children: ChildProcess[] = [];
let receiver: Receiver;
afterEach(async () => {
  vi.useRealTimers();
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  await receiver.close();
});

function startProcess(): ChildProcess {
  const program = fileURLToPath(new URL('sender-process.ts', import.meta.url));
  const child = spawn(process.execPath, [program, temporary.data, receiver.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function incidents(behaviour: Behaviour, count: number) {
  receiver = await startReceiver(behaviour);
  const configuration = notified([channelTo(receiver.url)]);
  for (let n = 0; n < count; n++) insertIncident(temporary.store, { subject: `alias-${String(n)}` });
  look(temporary.store, configuration);
  return configuration;
}
const kept = () => recentMessages(temporary.store, { channels: ['hook'], limit: 100 });

test('of several processes one sends each message', async () => {
  // Slow enough that all of them take part.
  await incidents((response) => void setTimeout(() => response.writeHead(200).end(), 20), 60);
  const all = [startProcess(), startProcess(), startProcess()];
  await Promise.all(all.map((child) => once(child.stdout!, 'data')));
  await vi.waitUntil(() => kept().every(({ sentMs }) => sentMs !== null), { timeout: 60_000, interval: 100 });
  const deliveries = receiver.requests.map(({ headers }) => headers['x-restore-desk-delivery']);
  expect([deliveries.length, new Set(deliveries).size]).toEqual([60, 60]);
});

test('a message of a killed process is sent by another one, when its claim has ended', async () => {
  const configuration = await incidents(HANGS, 1);
  const child = startProcess();
  await receiver.received(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  receiver.behave(200);
  const sender = new Sender({ store: () => temporary.store, configuration });
  sender.tick();
  await sender.settled();
  expect(receiver.requests).toHaveLength(1);
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] });
  sender.tick();
  await sender.settled();
  await sender.stop();
  expect(receiver.requests).toHaveLength(2);
  expect(receiver.requests[1]!.headers['x-restore-desk-delivery']).toBe(
    receiver.requests[0]!.headers['x-restore-desk-delivery'],
  );
  expect(kept()[0]).toMatchObject({ attempts: 1, answer: '200 OK: ok' });
});
