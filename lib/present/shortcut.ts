/** What the keys do, in the order of their list. */
export const SHORTCUTS = [
  { keys: ['/'], does: 'Go to the filter of the page' },
  { keys: ['g', 'o'], does: 'Open the overview' },
  { keys: ['g', 'i'], does: 'Open the indices' },
  { keys: ['g', 'b'], does: 'Open the backups' },
  { keys: ['g', 'j'], does: 'Open the jobs' },
  { keys: ['g', 'r'], does: 'Open the repositories' },
  { keys: ['?'], does: 'Show this list' },
] as const;

type ShortcutPage = 'overview' | 'indices' | 'backups' | 'jobs' | 'repositories';

const PAGES: ReadonlyMap<string, ShortcutPage> = new Map([
  ['o', 'overview'],
  ['i', 'indices'],
  ['b', 'backups'],
  ['j', 'jobs'],
  ['r', 'repositories'],
]);

/** A second key after `g` counts for so long. */
const SECOND_KEY_WITHIN_MS = 1500;

interface KeyPress {
  key: string;
  /** Ctrl, Alt or Meta is held: a shortcut of the browser or of a screen reader. */
  modified: boolean;
  /** The focus is where text is typed or a choice is made by letters. */
  typing: boolean;
  atMs: number;
}

export type ShortcutAction = { go: ShortcutPage } | 'filter' | 'help';

/** `since`: when `g` was pressed before this key; null: it was not. */
export function shortcutOf(
  press: KeyPress,
  since: number | null,
): { action: ShortcutAction | null; since: number | null } {
  const none = { action: null, since: null };
  if (press.modified || press.typing) return none;
  if (press.key === 'g') return { action: null, since: press.atMs };
  if (press.key === '/') return { action: 'filter', since: null };
  if (press.key === '?') return { action: 'help', since: null };
  const page = PAGES.get(press.key);
  if (page === undefined || since === null || press.atMs - since > SECOND_KEY_WITHIN_MS) {
    // Shift alone is a key too: it doesn't end a pair.
    return press.key === 'Shift' ? { action: null, since } : none;
  }
  return { action: { go: page }, since: null };
}
