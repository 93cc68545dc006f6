import { AppError } from '../../errors.ts';
import type { Capabilities } from '../../elasticsearch/capabilities.ts';
import { validateDeferredSetting } from './deferred-settings.ts';
import type { FlatSettings } from './flat-settings.ts';
import { findRule } from './match-setting-rule.ts';
import { SETTING } from './setting-names.ts';
import { DROPPED_SETTINGS } from './setting-rules.ts';
import { overrideSetting, type SettingsDraft } from './settings-draft.ts';

/** Null removes a setting or a whole group. Throws `invalid_input` for what can't be set. */
export function applyOverrides(draft: SettingsDraft, overrides: FlatSettings, target: Capabilities): void {
  for (const [name, value] of Object.entries(overrides)) {
    const rule = value === null ? undefined : findRule(DROPPED_SETTINGS, name, value, target);
    if (rule)
      throw new AppError('invalid_input', `${name} can’t be set: it ${rule.why}.`, {
        hint: 'Remove it from the settings.',
        details: { field: 'settings', setting: name },
      });
    validateDeferredSetting(name, value);
    const group = value === null ? Object.keys(draft.requested).filter((inner) => inner.startsWith(`${name}.`)) : [];
    for (const inner of group.length > 0 ? group : [name]) overrideSetting(draft, inner, value, 'your setting');
  }
}

/** Also removes what depends on the number of shards. Throws `invalid_input` for a number that no index can have. */
export function setShards(draft: SettingsDraft, shards: number): void {
  assertWholeNumber(shards, 1, 'shards');
  const { requested } = draft;
  overrideSetting(draft, SETTING.shards, String(shards), 'your number of shards');
  const routingShards = requested[SETTING.routingShards];
  if (routingShards !== undefined && Number(routingShards) % shards !== 0)
    overrideSetting(draft, SETTING.routingShards, null, 'can’t be divided by your number of shards');
  const partitionSize = Number(requested[SETTING.routingPartitionSize] ?? 1);
  if (partitionSize > 1 && partitionSize >= shards)
    overrideSetting(draft, SETTING.routingPartitionSize, null, 'must be smaller than the number of shards');
}

/** Throws `invalid_input` for a number that no index can have. */
export function setReplicas(draft: SettingsDraft, replicas: number): void {
  assertWholeNumber(replicas, 0, 'replicas');
  overrideSetting(draft, SETTING.replicas, String(replicas), 'your number of replicas');
  const autoExpand = draft.requested[SETTING.autoExpandReplicas];
  if (autoExpand !== undefined && autoExpand !== 'false')
    overrideSetting(draft, SETTING.autoExpandReplicas, null, 'would change the number of replicas that you chose');
}

function assertWholeNumber(number: number, least: number, field: string): void {
  if (!Number.isInteger(number) || number < least || number > 1024)
    throw new AppError('invalid_input', `${field} must be a whole number from ${least} to 1024.`, {
      details: { field },
    });
}
