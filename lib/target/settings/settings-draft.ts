import type { SettingChange } from '../../contract/plan.ts';
import { isDeferredSetting } from './deferred-settings.ts';
import { settingText, type FlatSettings } from './flat-settings.ts';

/** The settings of a new index while they are converted. */
export interface SettingsDraft {
  /** Settings of the backup that have not been changed. */
  unchanged: FlatSettings;
  /** What the index is to have in the end, without `deferred`. */
  requested: FlatSettings;
  /** What the request sets and only applies after the load (`isDeferredSetting`). */
  deferred: FlatSettings;
  changes: SettingChange[];
}

/** Sets one setting, null removes it, and records the change. Does nothing if the value is already the same. */
export function overrideSetting(
  { unchanged, requested, deferred, changes }: SettingsDraft,
  name: string,
  value: unknown,
  why: string,
): void {
  const before = requested[name] ?? null;
  if (settingText(before) === settingText(value)) return;
  changes.push({
    name,
    from: settingText(before),
    to: settingText(value),
    action: before === null ? 'added' : 'overridden',
    why,
  });
  delete unchanged[name];
  if (value === null) delete requested[name];
  else if (isDeferredSetting(name)) deferred[name] = value;
  else requested[name] = value;
}
