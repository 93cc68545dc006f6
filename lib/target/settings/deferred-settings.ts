import { AppError } from '../../errors.ts';
import type { RestorePlan } from '../../kinds/restore/schema.ts';
import { settingText, type FlatSettings } from './flat-settings.ts';
import { SETTING } from './setting-names.ts';

/** Whether a setting of the request is left out of the create request and put after the load: blocks, pipeline, lifecycle. */
export const isDeferredSetting = (name: string): boolean =>
  name === SETTING.finalPipeline ||
  /^index\.(?:blocks|lifecycle|plugins\.index_state_management|opendistro\.index_state_management)\./.test(name);

const ACCEPTED_VALUES: readonly (readonly [name: RegExp, value: RegExp, accepted: string])[] = [
  [/^index\.number_of_replicas$/, /^\d+$/, 'a whole number'],
  [/^index\.refresh_interval$/, /^(?:-1|0|\d+ *(?:nanos|micros|ms|s|m|h|d))$/i, 'a time like 30s, or -1'],
  [/^index\.auto_expand_replicas$/, /^(?:false|\d+-(?:\d+|all))$/, 'a range like 0-1 or 0-all, or false'],
  [/^index\.write\.wait_for_active_shards$/, /^(?:all|\d+)$/, 'a whole number, or all'],
  [/^index\.blocks\./, /^(?:true|false)$/, 'true or false'],
];

/**
 * Applied after the load. Validated now, because an invalid value would surface only at the end. Throws `invalid_input`
 * for a value that no server accepts.
 */
export function validateDeferredSetting(name: string, value: unknown): void {
  const text = settingText(value);
  const rule = ACCEPTED_VALUES.find(([names]) => names.test(name));
  if (rule === undefined || text === null || rule[1].test(text.trim())) return;
  throw new AppError('invalid_input', `${name} takes ${rule[2]}, not ${text}.`, {
    details: { field: 'settings', setting: name },
  });
}

/**
 * `plan.settings.afterLoad` in two parts: `settings` are put right after the load, `blocks` as the last step of the
 * restore, because they would stop the content check or the move of the alias.
 */
export function deferredSettings({ settings: { afterLoad } }: RestorePlan): {
  settings: FlatSettings;
  blocks: FlatSettings;
} {
  const entries = Object.entries(afterLoad);
  const isBlock = ([name]: [string, unknown]) => name.startsWith('index.blocks.');
  return {
    settings: Object.fromEntries(entries.filter((entry) => !isBlock(entry))),
    blocks: Object.fromEntries(entries.filter(isBlock)),
  };
}
