import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { SettingChange } from '../../contract/plan.ts';
import { capabilitiesOf, type Capabilities } from '../../elasticsearch/capabilities.ts';
import { AppError } from '../../errors.ts';
import { applyOverrides, setReplicas, setShards } from './apply-overrides.ts';
import { convertAnalysis } from './convert-analysis.ts';
import { flattenSettings, fullSettingName, settingText, type FlatSettings } from './flat-settings.ts';
import { findRule } from './match-setting-rule.ts';
import { SETTING } from './setting-names.ts';
import { DROPPED_SETTINGS, UNSAFE_SETTINGS } from './setting-rules.ts';
import { overrideSetting, type SettingsDraft } from './settings-draft.ts';
import { tuneForLoad } from './tune-for-load.ts';

export interface ConvertedSettings {
  /** What the index is created with: flat keys, tuned for the load. */
  create: FlatSettings;
  /** What is put once the load is over: flat keys, null unsets. */
  afterLoad: FlatSettings;
  /** Settings of the backup that are not changed. */
  kept: FlatSettings;
  changes: SettingChange[];
}

export interface SettingsInput {
  /** `settings` of index.json: nested or flat. */
  source: unknown;
  target: Pick<ClusterIdentity, 'distribution' | 'version'>;
  /** Replace settings of the source; nested or flat, `index.` optional; null leaves one out. */
  overrides?: unknown;
  /** Names to leave out, whole groups too (`analysis`). */
  drop?: readonly string[];
  shards?: number;
  replicas?: number;
}

/**
 * Converts a backup's settings for the new index. Every difference from the backup is one entry of `changes`. Throws
 * `invalid_input` for an override that no server accepts and for a name in `drop` that the backup lacks.
 */
export function convertSettings(input: SettingsInput): ConvertedSettings {
  const target = capabilitiesOf(input.target);
  const source = flattenSettings(input.source ?? {});
  const drop = input.drop ?? [];
  assertKnownNames(drop, source);
  const droppedNames = drop.map(fullSettingName);
  const { unchanged, changes } = applyRules(source, droppedNames, target);

  const requested: FlatSettings = { ...unchanged };
  changes.push(...convertAnalysis(requested, target));
  for (const { name } of changes)
    if (Object.hasOwn(unchanged, name) && requested[name] !== unchanged[name]) delete unchanged[name];

  const draft: SettingsDraft = { unchanged, requested, deferred: {}, changes };
  // Also if the mapping has no vector: the server may map a long list of numbers as one when it arrives.
  if (target.vectorsOutsideSource && !droppedNames.includes(SETTING.excludeSourceVectors))
    overrideSetting(draft, SETTING.excludeSourceVectors, 'false', WHY_VECTORS_IN_SOURCE);
  applyOverrides(draft, flattenSettings(input.overrides ?? {}), target);
  if (input.shards !== undefined) setShards(draft, input.shards);
  if (input.replicas !== undefined) setReplicas(draft, input.replicas);

  const { create, afterLoad } = tuneForLoad(draft, target);
  for (const name of Object.keys(afterLoad)) delete unchanged[name];
  return { create, afterLoad, kept: unchanged, changes: changes.sort(byActionAndName) };
}

const WHY_VECTORS_IN_SOURCE =
  'otherwise the server would remove vectors from the documents and return them rounded, in another place';

function assertKnownNames(drop: readonly string[], source: FlatSettings): void {
  const unknown = drop.find((given) => !Object.keys(source).some((name) => isInGroup(fullSettingName(given), name)));
  if (unknown === undefined) return;
  throw new AppError('invalid_input', `The backup has no setting ${unknown} that could be dropped.`, {
    hint: 'Check its settings for the name. What an override or an index template sets is not the backup’s.',
    details: { fields: { drop: `The backup has no ${unknown}.` } },
  });
}

/** The backup's settings without those to drop and those that a rule drops; `changes` names these. */
function applyRules(
  source: FlatSettings,
  droppedNames: readonly string[],
  target: Capabilities,
): Pick<SettingsDraft, 'unchanged' | 'changes'> {
  const unchanged: FlatSettings = {};
  const changes: SettingChange[] = [];
  for (const [name, value] of Object.entries(source)) {
    if (value === null || value === undefined) continue;
    const record = (action: SettingChange['action'], why: string) =>
      changes.push({ name, from: settingText(value), to: null, action, why });
    const dropped = findRule(DROPPED_SETTINGS, name, value, target);
    const unsafe = findRule(UNSAFE_SETTINGS, name, value, target);
    if (droppedNames.some((group) => isInGroup(group, name))) record('dropped', 'you chose to drop it');
    else if (dropped) record('dropped', dropped.why);
    else if (unsafe) record('neutralised', unsafe.why);
    else unchanged[name] = value;
  }
  return { unchanged, changes };
}

/** Whether `name` is the setting `group` or one below it. */
const isInGroup = (group: string, name: string): boolean => name === group || name.startsWith(`${group}.`);

const ACTION_ORDER: SettingChange['action'][] = ['neutralised', 'overridden', 'added', 'dropped', 'tuned'];
const byActionAndName = (a: SettingChange, b: SettingChange): number =>
  ACTION_ORDER.indexOf(a.action) - ACTION_ORDER.indexOf(b.action) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
