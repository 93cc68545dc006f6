import { describe, expect, test } from 'vitest';
import { nameProblem, personKey, samePerson } from '../../lib/contract/person.ts';

describe('one person', () => {
  test.each([
    ['user-a', 'User-A'],
    ['user-a', 'USER-A'],
    ['user-a', 'ｕｓｅｒ－ａ'],
    ['user-a', '𝐮𝐬𝐞𝐫-𝐚'],
    ['user-a', 'user\u200b-a'],
    ['user-a', 'user\u2060-a\u00ad'],
    ['user-a', '\u202euser-a'],
    ['user-a', 'us\u034fer-a'],
    ['user-a', 'user-a\ufe0f'],
    ['user-a', 'user-a\u{e0041}'],
    ['user-a', 'user-a\u3164'],
    ['user-a', 'user-a\u00a0'],
    ['Jo\u0308rg', 'j\u00f6rg'],
    ['strasse', 'Straße'],
    ['STRASSE', 'STRAẞE'],
    ['kim', '\u212aim'],
    ['\u00e5sa', '\u212bSA'],
    ['inci', '\u0130NC\u0130'],
    ['inci', '\u0131nc\u0131'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['οδυσσευσ', 'οδυσσευς'],
    ['office', 'o\ufb03ce'],
    ['sam', '\u017fam'],
  ])('is %j and %j', (one, other) => expect(samePerson(one, other)).toBe(true));

  test.each([
    ['user-a', 'user-b'],
    ['ann', 'anna'],
    ['ann', 'änn'],
    ['ann', 'а\u0430nn'],
  ])('is not %j and %j', (one, other) => expect(samePerson(one, other)).toBe(false));

  test('has one key, and the key of a key is itself, for every character of the first two planes', () => {
    for (let code = 0; code < 0x20000; code++) {
      const key = personKey(`a${String.fromCodePoint(code)}b`);
      if (personKey(key) !== key) expect.fail(`U+${code.toString(16)}: ${key}`);
    }
  });
});

describe('a name', () => {
  test.each([
    'ann',
    'Jörg Müller',
    '李小龍',
    'ann@example.org',
    'CORP\\ann',
    'Ирина',
    'नेहा',
    'auth0|5f7c8ec7c33c6c004bbafe82',
  ])('%j can be one', (name) => expect(nameProblem(name)).toBeNull());

  test.each([
    '',
    ' ann',
    'ann ',
    'ann  lee',
    'ann\u00a0lee',
    'ann\u3000',
    'ann\u200b',
    'ann\u200d',
    'ann\u0000',
    'ann\u007f',
    'ann\u0085',
    'ann\n',
    'ann\u2028',
    '\u202eann',
    'ann\u2066',
    'a\u034fnn',
    'a\u115fnn',
    'ann\u3164',
    'ann\uffa0',
    'ann\ufe0f',
    'ann\u{e0061}',
    'ann\u00ad',
    'ann\u180e',
    'ann\u2800',
    'ann\ue000',
    'ann\ud800',
    'a'.repeat(257),
  ])('%j can’t', (name) => expect(nameProblem(name)).not.toBeNull());
});
