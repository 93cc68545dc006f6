import { AppError } from '../errors.ts';
import { settingText } from './flat-settings.ts';

const LATE: readonly (readonly [name: RegExp, value: RegExp, takes: string])[] = [
  [/^index\.number_of_replicas$/, /^\d+$/, 'a whole number'],
  [/^index\.refresh_interval$/, /^(?:-1|0|\d+ *(?:nanos|micros|ms|s|m|h|d))$/i, 'a time like 30s, or -1'],
  [/^index\.auto_expand_replicas$/, /^(?:false|\d+-(?:\d+|all))$/, 'a range like 0-1 or 0-all, or false'],
  [/^index\.write\.wait_for_active_shards$/, /^(?:all|\d+)$/, 'a whole number, or all'],
  [/^index\.blocks\./, /^(?:true|false)$/, 'true or false'],
];

/**
 * These are put behind the load, so a value that no server takes would be told only when everything is loaded. Throws
 * invalid_input.
 */
export function validateDeferredSetting(name: string, value: unknown): void {
  const text = settingText(value);
  const rule = LATE.find(([names]) => names.test(name));
  if (rule === undefined || text === null || rule[1].test(text.trim())) return;
  throw new AppError('invalid_input', `${name} takes ${rule[2]}, not ${text}.`, {
    details: { field: 'settings', setting: name },
  });
}
