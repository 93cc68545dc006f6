import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { channelTo, insertIncident, look, notified } from '../../notify/sending.ts';
import { startReceiver, type Receiver } from '../../notify/receiver.ts';
import { runCommand } from '../../support/command-line.ts';

let folder: string;
let receiver: Receiver;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'notify-'));
  receiver = await startReceiver();
  writeFileSync(
    join(folder, 'restore-desk.yaml'),
    `clusters:
  production: { url: http://127.0.0.1:9, backups: backups }
notifications:
  channels:
    on-call: { kind: slack, url: { env: SLACK }, privateNetwork: true }
    beat: { kind: heartbeat, url: { env: SLACK }, privateNetwork: true }
    spare: { kind: webhook, url: "https://hooks.example.org/in" }
  routes:
    - { channel: on-call, severity: critical, remind: 4h }
    - { channel: on-call, kinds: [drill], clusters: [production] }
    - { channel: beat, schedules: [Nightly] }
`,
  );
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await receiver.close();
});

const run = (...words: string[]) =>
  runCommand(words, { cwd: folder, environment: { SLACK: `${receiver.url}/T0/x1PlantedTokenOfSlack` } });

test('notify list prints the channels, what is sent by them and what waits, without secrets', async () => {
  const store = JobStore.open(join(folder, 'data'));
  insertIncident(store);
  look(store, notified([channelTo(receiver.url, 'on-call')]));
  store.close();
  const { code, stdout } = await run('notify', 'list');
  expect(code).toBe(0);
  expect(stdout.replace(/made .*/, 'made just now').split('\n')).toEqual([
    `beat: heartbeat to 127.0.0.1:${String(receiver.port)}`,
    '  Start, success and failure of the schedule Nightly (all clusters)',
    `on-call: slack to 127.0.0.1:${String(receiver.port)}`,
    '  Critical incidents, with a reminder every 4 h until somebody acknowledges (all clusters)',
    '  Critical incidents and warnings (restore drill failed) (production)',
    '  1 message waiting, the oldest made just now',
    'spare: webhook to hooks.example.org',
    '  nothing is sent by it but tests: no route names it',
    '',
  ]);
  const { json, stdout: text } = await run('notify', 'list', '--json');
  expect(json).toMatchObject({
    status: 'done',
    channels: [
      { name: 'beat', waiting: 0 },
      { name: 'on-call', waiting: 1, gaveUp: 0 },
      { name: 'spare', routes: [] },
    ],
  });
  expect(text + stdout).not.toContain('Planted');
});

test('notify test sends a message that says it is a test, and prints the answer', async () => {
  const { code, json } = await run('notify', 'test', 'on-call', '--json');
  expect([code, json]).toMatchObject([0, { status: 'done', channel: 'on-call', ok: true, answer: '200 OK: ok' }]);
  expect(receiver.requests).toMatchObject([
    {
      method: 'POST',
      path: '/T0/x1PlantedTokenOfSlack',
      body: expect.stringContaining('Test of the channel on-call') as string,
    },
  ]);
});

test('notify test of a channel that does not take it exits with 1, and hides its address', async () => {
  receiver.behave({ status: 404, body: 'Cannot POST /T0/x1PlantedTokenOfSlack' });
  const { code, stderr, stdout } = await run('notify', 'test', 'beat');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^beat: not taken after .*404 Not Found: Cannot POST \/T0\/\[hidden\]/);
  expect(stdout + stderr).not.toContain('Planted');
});

test('notify test of a channel that is not there names those that are', async () => {
  const { code, stderr } = await run('notify', 'test', 'pager');
  expect(code).not.toBe(0);
  expect(stderr).toContain('There is on-call, beat, spare.');
});
