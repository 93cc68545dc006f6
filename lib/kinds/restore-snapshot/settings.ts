import type { SettingChange } from '../../contract/plan.ts';
import { capabilitiesOf } from '../../elasticsearch/capabilities.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import { AppError } from '../../errors.ts';
import { isDeferredSetting, validateDeferredSetting } from '../../target/settings/deferred-settings.ts';
import {
  flattenSettings,
  fullSettingName,
  settingText,
  type FlatSettings,
} from '../../target/settings/flat-settings.ts';
import { findRule } from '../../target/settings/match-setting-rule.ts';
import { SETTING } from '../../target/settings/setting-names.ts';
import { DROPPED_SETTINGS, UNSAFE_SETTINGS } from '../../target/settings/setting-rules.ts';
import type { RestoreSnapshotRequest } from './request.ts';
import type { RestoreSnapshotPlan } from './schema.ts';

type PlannedSettings = RestoreSnapshotPlan['settings'];

/** The settings of the index that the snapshot was taken of, where it still exists: those in a snapshot can't be read. */
export type SourceSettings = Readonly<FlatSettings> | null;

/**
 * Which settings the restored index gets. What is dangerous in a restored index is not taken from the snapshot, as for a file.
 * Throws `invalid_input` for what no restore can set. Pure.
 */
export function planSettings(
  { settings, dropSettings = [] }: Pick<RestoreSnapshotRequest, 'settings' | 'dropSettings'>,
  replicas: { number: number; from: string },
  source: SourceSettings,
  identity: ClusterIdentity,
): PlannedSettings {
  const wanted = flattenSettings(settings ?? {});
  const dropped = [
    ...dropSettings.map(fullSettingName),
    ...Object.keys(wanted).filter((name) => wanted[name] === null),
  ].map(requireRemovable);
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
  for (const [name, value] of Object.entries(given)) requireSettable(name, value, identity);
  const isLast = (name: string) => name.startsWith('index.blocks.');
  const isLater = (name: string) => isDeferredSetting(name) || name === SETTING.autoExpandReplicas;
  const pick = (test: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => test(name)));
  return {
    restore: {
      ...pick((name) => !isLater(name)),
      [SETTING.replicas]: '0',
      [SETTING.autoExpandReplicas]: 'false',
    },
    ignored: [...new Set([...UNSAFE_SETTINGS.map(({ name }) => name), ...dropped])],
    afterwards: {
      ...(given[SETTING.autoExpandReplicas] === undefined ? { [SETTING.replicas]: String(replicas.number) } : {}),
      ...pick((name) => isLater(name) && !isLast(name)),
    },
    last: pick(isLast),
    changes: [
      ...unsafeChanges(source, identity),
      ...dropped.map((name): SettingChange => change('dropped', name, source, null, 'you chose to drop it')),
      ...Object.entries(given).map(([name, value]): SettingChange =>
        change('overridden', name, source, settingText(value), 'your setting'),
      ),
      change(
        'tuned',
        SETTING.replicas,
        source,
        String(replicas.number),
        `none while it is restored; then ${replicas.from}`,
      ),
    ],
  };
}

const change = (
  action: SettingChange['action'],
  name: string,
  source: SourceSettings,
  to: string | null,
  why: string,
): SettingChange => ({ name, from: settingText(source?.[name]), to, action, why });

/** Those that the source has; where its settings are unknown, every one that may be there. */
function unsafeChanges(source: SourceSettings, identity: ClusterIdentity): SettingChange[] {
  if (source === null)
    return UNSAFE_SETTINGS.map(({ name, why }) => ({
      name,
      from: 'as in the snapshot, if set',
      to: null,
      action: 'neutralised',
      why,
    }));
  const target = capabilitiesOf(identity);
  return Object.entries(source).flatMap(([name, value]): SettingChange[] => {
    const rule = findRule(UNSAFE_SETTINGS, name, value, target);
    return rule === undefined
      ? []
      : [{ name, from: settingText(value), to: null, action: 'neutralised', why: rule.why }];
  });
}

/** A restore keeps the number of shards, and a server refuses to remove these (tried). */
const FIXED = [SETTING.shards, SETTING.routingShards, SETTING.routingPartitionSize];
const NOT_REMOVABLE: readonly string[] = [...FIXED, SETTING.replicas, SETTING.autoExpandReplicas];

function requireRemovable(name: string): string {
  if (!NOT_REMOVABLE.includes(name)) return name;
  throw new AppError('invalid_input', `${name} can’t be left out of a restored index.`, {
    hint: FIXED.includes(name as never) ? 'It is part of the files of the snapshot.' : 'Give it another value instead.',
    details: { field: 'drop', fields: { drop: `${name} can’t be left out.` } },
  });
}

function requireSettable(name: string, value: unknown, identity: ClusterIdentity): void {
  const rule = findRule(DROPPED_SETTINGS, name, value, capabilitiesOf(identity));
  const why = FIXED.includes(name as never)
    ? 'is part of the files of the snapshot'
    : name === SETTING.replicas
      ? 'has an option of its own'
      : rule?.why;
  if (why !== undefined)
    throw new AppError('invalid_input', `${name} can’t be set: it ${why}.`, {
      hint: name === SETTING.replicas ? 'Give the number of replicas instead.' : 'Remove it from the settings.',
      details: { field: 'settings', setting: name, fields: { settings: `${name} ${why}.` } },
    });
  validateDeferredSetting(name, value);
}
