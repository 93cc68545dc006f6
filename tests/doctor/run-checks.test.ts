import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { registerSecret } from '../../lib/config/redact.ts';
import { doctorCheck } from '../../lib/contract/doctor.ts';
import { failure, ok, type Check } from '../../lib/doctor/check.ts';
import { runChecks } from '../../lib/doctor/run-checks.ts';
import { AppError } from '../../lib/errors.ts';
import { failureOf } from '../support/failure-of.ts';

const aCheck = (read: Check['read'], over: Partial<Check> = {}): Check => ({
  id: 'one',
  title: 'One',
  cluster: null,
  dependsOn: null,
  timeLimitMs: 5_000,
  read,
  ...over,
});
const run = (checks: readonly Check[], signal = new AbortController().signal) => runChecks(checks, signal);

test('checks run beside each other, and what they found keeps their order', async () => {
  const startedMs = performance.now();
  const checks = [300, 10, 200].map((ms) =>
    aCheck(async () => {
      await sleep(ms);
      return ok(`${String(ms)} ms`);
    }),
  );
  expect((await run(checks)).map(({ what }) => what)).toEqual(['300 ms', '10 ms', '200 ms']);
  expect(performance.now() - startedMs).toBeLessThan(480);
});

test('one that hangs is a failure after its time, is told to stop, and delays no other', async () => {
  let stopped = false;
  const hangs = aCheck(
    (signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => (stopped = true));
      }),
    { timeLimitMs: 100 },
  );
  const [late, other] = await run([hangs, aCheck(async () => ok('At once.'))]);
  expect(late).toMatchObject({ level: 'failure', what: 'There was no answer within 0.1 s.' });
  expect(late!.tookMs).toBeLessThan(1_000);
  expect(other).toMatchObject({ level: 'ok' });
  expect(other!.tookMs).toBeLessThan(90);
  expect(stopped).toBe(true);
});

test('one that depends on the connection does not repeat its failure: it is not known', async () => {
  const dependsOn = 'Connection';
  const unreachable = () => Promise.reject(new AppError('unreachable', 'No connection to http://127.0.0.1:9.'));
  const unauthorised = () => Promise.reject(new AppError('unauthorised', 'Wrong password.'));
  const found = await run([
    aCheck(unreachable, { dependsOn }),
    aCheck(unauthorised, { dependsOn }),
    aCheck(() => new Promise(() => undefined), { dependsOn, timeLimitMs: 20 }),
    aCheck(unreachable),
  ]);
  expect(found).toMatchObject([
    { level: 'warning', what: expect.stringMatching(/^Not known: /) as string, next: 'See “Connection”.' },
    { level: 'warning', what: 'Not known: the cluster refuses the credentials.', next: 'See “Who we are”.' },
    { level: 'warning', next: 'See “Connection”.' },
    { level: 'failure', what: 'No connection to http://127.0.0.1:9.' },
  ]);
});

test('never throws: a defect is not known, a missing privilege is a warning with its hint', async () => {
  const found = await run([
    aCheck(() => {
      throw new TypeError('x is not a function');
    }),
    aCheck(() => Promise.reject(new AppError('forbidden', 'It may not.', { hint: 'Give it monitor.' }))),
    aCheck(() => Promise.reject(new AppError('disk', 'The disk hangs.', { hint: 'Mount it again.' }))),
  ]);
  expect(found).toMatchObject([
    { level: 'warning', what: 'Not known: this check failed (x is not a function).' },
    { level: 'warning', what: 'It may not.', next: 'Give it monitor.' },
    { level: 'failure', what: 'The disk hangs.', next: 'Mount it again.' },
  ]);
  for (const check of found) expect(doctorCheck.parse(check)).toEqual(check);
});

test('no secret is in what was found', async () => {
  registerSecret('planted-secret-of-a-check');
  const found = await run([
    aCheck(async () => failure('Refused planted-secret-of-a-check.', 'Change planted-secret-of-a-check.')),
    aCheck(() => Promise.reject(new Error('planted-secret-of-a-check'))),
  ]);
  expect(JSON.stringify(found)).not.toContain('planted-secret');
  expect(found[0]!.what).toBe('Refused [hidden].');
});

test('a person who stops it gets no report', async () => {
  const stop = new AbortController();
  const running = run([aCheck(() => new Promise(() => undefined))], stop.signal);
  stop.abort();
  expect(await failureOf(running)).toMatchObject({ code: 'cancelled' });
});
