import { expect, test } from 'vitest';
import { shortcutOf, SHORTCUTS, type ShortcutAction } from '../../lib/present/shortcut.ts';

/** The actions of these keys, 100 ms apart. */
function press(keys: readonly string[], change: { modified?: boolean; typing?: boolean; apartMs?: number } = {}) {
  const { modified = false, typing = false, apartMs = 100 } = change;
  const actions: ShortcutAction[] = [];
  let since: number | null = null;
  for (const [place, key] of keys.entries()) {
    const pressed = shortcutOf({ key, modified, typing, atMs: place * apartMs }, since);
    since = pressed.since;
    if (pressed.action !== null) actions.push(pressed.action);
  }
  return actions;
}

test('every key of the list does something', () => {
  for (const { keys } of SHORTCUTS) expect({ keys, actions: press(keys).length }).toEqual({ keys, actions: 1 });
});

test('g and a letter open a page, and the letter alone does nothing', () => {
  expect(press(['g', 'j'])).toEqual([{ go: 'jobs' }]);
  expect(press(['g', 'g', 'o'])).toEqual([{ go: 'overview' }]);
  expect(press(['j'])).toEqual([]);
  expect(press(['g', 'x', 'j'])).toEqual([]);
  expect(press(['g', 'j', 'b'])).toEqual([{ go: 'jobs' }]);
});

test('a second key that comes late is no pair', () => {
  expect(press(['g', 'b'], { apartMs: 1501 })).toEqual([]);
});

test('nothing happens while text is typed, or with Ctrl, Alt or Meta', () => {
  for (const { keys } of SHORTCUTS) {
    expect(press(keys, { typing: true })).toEqual([]);
    expect(press(keys, { modified: true })).toEqual([]);
  }
});

test('the Shift of a question mark does not end a pair', () => {
  expect(press(['g', 'Shift', 'i'])).toEqual([{ go: 'indices' }]);
});
