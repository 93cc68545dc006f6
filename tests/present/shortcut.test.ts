import { expect, test } from 'vitest';
import { isPaletteShortcut, shortcutOf, SHORTCUTS, type ShortcutAction } from '../../lib/present/shortcut.ts';

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

test('Ctrl K and ⌘ K open the palette, on every keyboard, and no other keys do', () => {
  const none = { key: 'k', code: 'KeyK', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(isPaletteShortcut({ ...none, ctrlKey: true }, false)).toBe(true);
  expect(isPaletteShortcut({ ...none, metaKey: true }, false)).toBe(true);
  expect(isPaletteShortcut({ ...none, key: 'K', ctrlKey: true }, false)).toBe(true);
  expect(isPaletteShortcut({ ...none, key: 'л', ctrlKey: true }, false)).toBe(true);
  // The key at that place has another Latin letter there.
  expect(isPaletteShortcut({ ...none, key: 't', ctrlKey: true }, false)).toBe(false);
  expect(isPaletteShortcut(none, false)).toBe(false);
  expect(isPaletteShortcut({ ...none, metaKey: true }, true)).toBe(true);
  expect(isPaletteShortcut({ ...none, ctrlKey: true }, true)).toBe(false);
  expect(isPaletteShortcut({ ...none, ctrlKey: true, altKey: true }, false)).toBe(false);
  expect(isPaletteShortcut({ ...none, ctrlKey: true, shiftKey: true }, false)).toBe(false);
});
