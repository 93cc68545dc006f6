import { expect, test } from 'vitest';
import { fillTemplate, templateProblem } from '../../lib/contract/republish.ts';

const values = { from: '2018-12-17T01:02:30Z', to: '2018-12-18T10:20:30Z', alias: 'government' };

test('a command has the times and the alias in place of their names, as often as they are in it', () => {
  expect(fillTemplate("rake 'represent_downstream:published_between[{from},{to}]'", values)).toBe(
    "rake 'represent_downstream:published_between[2018-12-17T01:02:30Z,2018-12-18T10:20:30Z]'",
  );
  expect(fillTemplate('send {alias} {alias} {from}', values)).toBe('send government government 2018-12-17T01:02:30Z');
});

test('variables of the shell and other braces are left as they are', () => {
  const command = 'A=${from} find . -name "[0-9]{2}" -exec send {from} {} +';
  expect(fillTemplate(command, values)).toBe('A=${from} find . -name "[0-9]{2}" -exec send 2018-12-17T01:02:30Z {} +');
});

test('a value is inserted once: what looks like a placeholder or a pattern in it is text', () => {
  expect(fillTemplate('send {alias} {from}', { ...values, alias: '{to}$&$1' })).toBe(
    'send {to}$&$1 2018-12-17T01:02:30Z',
  );
});

test('a command needs the start of the window, and no name that nothing is known of', () => {
  expect(templateProblem('send {from} {to} {alias}')).toBeNull();
  expect(templateProblem('send {to}')).toContain('no {from}');
  expect(templateProblem('send {from} {index}')).toContain('no placeholder {index}');
});
