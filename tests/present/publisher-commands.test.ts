import { expect, test } from 'vitest';
import { aliasName } from '../../lib/contract/names.ts';
import { commandsOf } from '../../lib/present/publisher-commands.ts';

const window = { from: '2026-11-28T02:55:04Z', to: '2026-11-28T07:23:11Z' };
const templates = [
  { name: 'Publishing API', command: "rake 'represent_downstream:published_between[{from},{to}]'" },
  { name: 'Whitehall', command: "rake 'search:{alias}:published_between[{from},{to}]'" },
];
const of = (alias: string | null) => commandsOf(templates, { alias, window, sentAgain: [] });

test('each publisher has its command for the window', () => {
  expect(of('government').map(({ text }) => text)).toEqual([
    "rake 'represent_downstream:published_between[2026-11-28T02:55:04Z,2026-11-28T07:23:11Z]'",
    "rake 'search:government:published_between[2026-11-28T02:55:04Z,2026-11-28T07:23:11Z]'",
  ]);
});

test.each([
  'a$(reboot)',
  'a;reboot',
  'a`reboot`',
  "a'b",
  'a&b',
  'a(b)',
  'a{b}',
  'a[b]',
  'a!b',
  '~a',
  'a=b',
  'a%b',
  '$a',
  "'",
])('the alias %j, which a server accepts, is in no command', (alias) => {
  expect(aliasName.safeParse(alias).success).toBe(true);
  const [publishing, whitehall] = of(alias);
  expect(publishing!.text).not.toBeNull();
  expect(whitehall).toMatchObject({ text: null, problem: expect.stringContaining('a shell treats specially') });
});

test('letters of every script are plain', () => {
  expect(of('пошук-2_a.b:c')[1]!.text).toContain('пошук-2_a.b:c');
});

test('a command that needs an alias is not made without one', () => {
  expect(of(null).map(({ text }) => text === null)).toEqual([false, true]);
});

test('a mark counts for the window that it was made for', () => {
  const mark = { command: 'Whitehall', by: 'ann', at: '2026-11-28T07:40:00.000Z', ...window };
  const done = (sentAgain: (typeof mark)[]) =>
    commandsOf(templates, { alias: 'a', window, sentAgain }).map((command) => [command.done?.by, command.coversWindow]);
  expect(done([mark])).toEqual([
    [undefined, false],
    ['ann', true],
  ]);
  expect(done([{ ...mark, to: '2026-11-28T07:00:00Z' }])[1]).toEqual(['ann', false]);
});
