import type { MappingChange, SettingChange } from '../contract/plan.ts';

/** One changed setting or field, for a table: its value in the backup and in the new index, and the reason. */
export interface ChangeRow {
  key: string;
  name: string;
  from: string | null;
  to: string | null;
  /** Instead of a value, or beside it: "removed", "during the load only". */
  note: string | null;
  /** A person chose it. */
  own: boolean;
  why: string;
}

const NOTES: Record<SettingChange['action'], string | null> = {
  dropped: 'removed',
  neutralised: 'turned off',
  overridden: null,
  tuned: 'during the load only',
  added: null,
};

export const settingRows = (changes: readonly SettingChange[]): ChangeRow[] =>
  changes.map(({ action, name, from, to, why }) => ({
    key: `${name} ${action}`,
    name,
    from,
    to,
    note: to === null || action === 'tuned' ? (NOTES[action] ?? 'not set') : null,
    own: action === 'overridden',
    why,
  }));

export const mappingRows = (changes: readonly MappingChange[]): ChangeRow[] =>
  changes.map(({ path, from, to, why }) => ({
    key: `${path} ${why}`,
    name: path === '' ? 'the whole mapping' : path,
    from,
    to,
    note: to === null ? 'removed' : null,
    own: false,
    why,
  }));
