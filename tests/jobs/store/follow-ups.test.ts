import { expect, test } from 'vitest';
import { auditAttempt, auditOutcome, type AuditResult } from '../../../lib/jobs/store/audit-log.ts';
import { FOLLOW_UP_ACTIONS, followUps } from '../../../lib/jobs/store/follow-ups.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { operator, switchOf } from '../builders.ts';
import { attempt } from './audit-attempts.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const window = { from: '2026-11-28T02:55:00Z', to: '2026-11-28T07:23:10Z' };

/** Adds a line as the actions of the pages do. */
function say(
  action: keyof typeof FOLLOW_UP_ACTIONS,
  input: Record<string, unknown> = {},
  { note, outcome = 'done', name = 'ann' }: { note?: string; outcome?: AuditResult['outcome']; name?: string } = {},
): void {
  const { store } = temporary;
  const line = auditAttempt(
    store,
    attempt({ action: FOLLOW_UP_ACTIONS[action], input, actor: { ...operator, name }, ...(note ? { note } : {}) }),
  );
  auditOutcome(store, line, { outcome, job: '1' });
}

function useJob(): void {
  temporary.store.create({ cluster: 'production', actor: operator, work: switchOf() }, thisProcess('server'), 'queued');
}
const said = () => followUps(temporary.store, ['1', '2']).get('1');

test('nothing is known of a job that nobody said anything about', () => {
  useJob();
  expect(followUps(temporary.store, ['1'])).toEqual(new Map());
  expect(followUps(temporary.store, [])).toEqual(new Map());
});

test('the newest mark of each command counts, and can be taken back', () => {
  useJob();
  say('markDone', { command: 'Whitehall', ...window });
  say('markDone', { command: 'Publishing API', ...window });
  say('markDone', { command: 'Whitehall', ...window, to: '2026-11-28T08:00:00Z' }, { name: 'ben' });
  expect(said()?.sentAgain).toMatchObject([
    { command: 'Publishing API', by: 'ann', ...window },
    { command: 'Whitehall', by: 'ben', from: window.from, to: '2026-11-28T08:00:00Z' },
  ]);
  say('markNotDone', { command: 'Whitehall', ...window });
  expect(said()?.sentAgain.map(({ command }) => command)).toEqual(['Publishing API']);
});

test('an incident is closed with what remains unknown, and can be opened again', () => {
  useJob();
  say('close', {}, { note: 'What was written at 04:12.' });
  expect(said()?.closed).toMatchObject({ by: 'ann', unknown: 'What was written at 04:12.' });
  say('reopen');
  expect(said()?.closed).toBeNull();
  say('close');
  expect(said()?.closed).toMatchObject({ unknown: null });
});

test('what was refused or failed was not said', () => {
  useJob();
  say('close', {}, { outcome: 'failed' });
  say('markDone', { command: 'Whitehall', ...window }, { outcome: 'refused' });
  expect(said()).toBeUndefined();
});
