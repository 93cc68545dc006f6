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

/** The keys that open the palette, pressed together. They work where text is typed, and where single keys are switched off. */
export const PALETTE_SHORTCUT = {
  keys: ['Ctrl or ⌘', 'K'],
  does: 'Search: go to any page, cluster, alias, index, backup or job',
};

type PressedTogether = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/**
 * Ctrl K or ⌘ K, also where the keyboard's letters are not Latin: there the place of the key counts. On a Mac Ctrl K deletes to the end
 * of a line.
 */
export function isPaletteShortcut(pressed: PressedTogether, onMac: boolean): boolean {
  const { altKey, code, ctrlKey, key, metaKey, shiftKey } = pressed;
  const isK = key.toLowerCase() === 'k' || (!/^[a-z]$/i.test(key) && code === 'KeyK');
  return isK && (onMac ? metaKey && !ctrlKey : ctrlKey !== metaKey) && !altKey && !shiftKey;
}

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
