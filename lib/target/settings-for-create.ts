import type { ClusterIdentity } from '../contract/cluster.ts';
import type { SettingChange } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import { analysisForTarget } from './analysis-for-target.ts';
import { flattenSettings, fullName, settingText, type FlatSettings } from './flat-settings.ts';
import { validateDeferredSetting } from './deferred-settings.ts';
import { capabilitiesOf, type Capabilities } from '../elasticsearch/capabilities.ts';
import { DROPPED, matches, NEUTRALISED } from './setting-rules.ts';

export interface SettingsForCreate {
  /** What the index is created with: flat keys, tuned for the load. */
  create: FlatSettings;
  /** What is put once the load is over: flat keys, null unsets. */
  afterLoad: FlatSettings;
  /** Of the backup's own, what stays as it is. */
  kept: FlatSettings;
  changes: SettingChange[];
}

export interface SettingsInput {
  /** `settings` of index.json: nested or flat. */
  dumped: unknown;
  target: Pick<ClusterIdentity, 'distribution' | 'version'>;
  /** Laid over the dumped ones; nested or flat, `index.` optional; null leaves one out. */
  overrides?: unknown;
  /** Names to leave out, whole groups too (`analysis`). */
  drop?: readonly string[];
  shards?: number;
  replicas?: number;
}

const REPLICAS = 'index.number_of_replicas';
const SHARDS = 'index.number_of_shards';
const REFRESH = 'index.refresh_interval';
const FINAL_PIPELINE = 'index.final_pipeline';
const AUTO_EXPAND = 'index.auto_expand_replicas';
const VECTORS = 'index.mapping.exclude_source_vectors';
const WAIT_FOR = 'index.write.wait_for_active_shards';

/**
 * The settings of a backup as the new index may have them. Whatever differs from the backup is one entry of `changes`.
 * Throws invalid_input for an override that no server takes.
 */
export function settingsForCreate(input: SettingsInput): SettingsForCreate {
  const target = capabilitiesOf(input.target);
  const dumped = flattenSettings(input.dumped ?? {});
  const drop = input.drop ?? [];
  needKnownDrops(drop, dumped);
  const { kept, changes } = keepWhatFits(dumped, drop.map(fullName), target);

  const wanted: FlatSettings = { ...kept };
  changes.push(...analysisForTarget(wanted, target));
  for (const { name } of changes) if (Object.hasOwn(kept, name) && wanted[name] !== kept[name]) delete kept[name];

  const draft: Draft = { kept, wanted, late: {}, changes };
  // Also without a vector in the mapping: a long list of numbers becomes one as it arrives.
  if (target.vectorsOutsideSource && !drop.map(fullName).includes(VECTORS))
    override(draft, VECTORS, 'false', VECTORS_KEPT);
  layOverrides(draft, flattenSettings(input.overrides ?? {}), target);
  if (input.shards !== undefined) fewerShards(draft, positive(input.shards, 1, 'shards'));
  if (input.replicas !== undefined) otherReplicas(draft, positive(input.replicas, 0, 'replicas'));

  const { create, afterLoad } = tuneForLoad(draft, target);
  for (const name of Object.keys(afterLoad)) delete kept[name];
  return { create, afterLoad, kept, changes: changes.sort(byActionAndName) };
}

/** What becomes of the settings, step by step. */
interface Draft {
  kept: FlatSettings;
  wanted: FlatSettings;
  /** Blocks, pipelines and lifecycle asked for in so many words: not while loading. */
  late: FlatSettings;
  changes: SettingChange[];
}

const VECTORS_KEPT =
  'else the server would take vectors out of the documents and give them back rounded, in another place';

function needKnownDrops(drop: readonly string[], dumped: FlatSettings): void {
  const unknown = drop.find((typed) => !Object.keys(dumped).some((name) => isIn(fullName(typed), name)));
  if (unknown === undefined) return;
  throw new AppError('invalid_input', `The backup has no setting ${unknown} that could be dropped.`, {
    hint: 'Look at its settings for the name. What an override or an index template sets is not the backup’s.',
    details: { fields: { drop: `The backup has no ${unknown}.` } },
  });
}

/** The backup's settings without what was to be dropped, does nothing on the target, or would do harm there. */
function keepWhatFits(
  dumped: FlatSettings,
  dropped: readonly string[],
  target: Capabilities,
): Pick<SettingsForCreate, 'kept' | 'changes'> {
  const kept: FlatSettings = {};
  const changes: SettingChange[] = [];
  for (const [name, value] of Object.entries(dumped)) {
    if (value === null || value === undefined) continue;
    const note = (action: SettingChange['action'], why: string) =>
      changes.push({ name, from: settingText(value), to: null, action, why });
    const useless = DROPPED.find((rule) => matches(rule, name, value, target));
    const dangerous = NEUTRALISED.find((rule) => matches(rule, name, value, target));
    if (dropped.some((wanted) => isIn(wanted, name))) note('dropped', 'you asked for it to be dropped');
    else if (useless) note('dropped', useless.why);
    else if (dangerous) note('neutralised', dangerous.why);
    else kept[name] = value;
  }
  return { kept, changes };
}

/** Sets one wanted setting, null unsets it; nothing where it says the same already. */
function override({ kept, wanted, late, changes }: Draft, name: string, value: unknown, why: string): void {
  const before = wanted[name] ?? null;
  if (settingText(before) === settingText(value)) return;
  changes.push({
    name,
    from: settingText(before),
    to: settingText(value),
    action: before === null ? 'added' : 'overridden',
    why,
  });
  delete kept[name];
  if (value === null) delete wanted[name];
  else if (isLate(name)) late[name] = value;
  else wanted[name] = value;
}

/** Null leaves out a whole group, too. Throws invalid_input for what can't be set. */
function layOverrides(draft: Draft, overrides: FlatSettings, target: Capabilities): void {
  for (const [name, value] of Object.entries(overrides)) {
    const impossible = value === null ? undefined : DROPPED.find((rule) => matches(rule, name, value, target));
    if (impossible)
      throw new AppError('invalid_input', `${name} can’t be set: it ${impossible.why}.`, {
        hint: 'Take it out of the settings.',
        details: { field: 'settings', setting: name },
      });
    validateDeferredSetting(name, value);
    const group = value === null ? Object.keys(draft.wanted).filter((inner) => inner.startsWith(`${name}.`)) : [];
    for (const inner of group.length > 0 ? group : [name]) override(draft, inner, value, 'your setting');
  }
}

/** A setting, or one of a group. */
const isIn = (wanted: string, name: string): boolean => name === wanted || name.startsWith(`${wanted}.`);

const ORDER: SettingChange['action'][] = ['neutralised', 'overridden', 'added', 'dropped', 'tuned'];
const byActionAndName = (a: SettingChange, b: SettingChange): number =>
  ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const isLate = (name: string): boolean =>
  name === FINAL_PIPELINE ||
  /^index\.(?:blocks|lifecycle|plugins\.index_state_management|opendistro\.index_state_management)\./.test(name);

function positive(number: number, least: number, field: string): number {
  if (!Number.isInteger(number) || number < least || number > 1024)
    throw new AppError('invalid_input', `${field} must be a whole number from ${least} to 1024.`, {
      details: { field },
    });
  return number;
}

function fewerShards(draft: Draft, shards: number): void {
  const { wanted } = draft;
  override(draft, SHARDS, String(shards), 'your number of shards');
  if (
    wanted['index.number_of_routing_shards'] !== undefined &&
    Number(wanted['index.number_of_routing_shards']) % shards !== 0
  ) {
    override(draft, 'index.number_of_routing_shards', null, 'can’t be divided by your number of shards');
  }
  const partition = Number(wanted['index.routing_partition_size'] ?? 1);
  if (partition > 1 && partition >= shards)
    override(draft, 'index.routing_partition_size', null, 'must be smaller than the number of shards');
}

function otherReplicas(draft: Draft, replicas: number): void {
  override(draft, REPLICAS, String(replicas), 'your number of replicas');
  const expands = draft.wanted[AUTO_EXPAND];
  if (expands !== undefined && expands !== 'false')
    override(draft, AUTO_EXPAND, null, 'would change the number of replicas that you asked for');
}

/**
 * No replicas and no refreshes while loading; then what was wanted. A final pipeline is kept away even if a template
 * brings one.
 */
function tuneForLoad(
  { wanted, late, changes }: Draft,
  target: Capabilities,
): Pick<SettingsForCreate, 'create' | 'afterLoad'> {
  const create: FlatSettings = { ...wanted };
  const afterLoad: FlatSettings = { ...late };
  const tune = (name: string, during: string | null, why: string, byDefault: string | null = null) => {
    const after = late[name] ?? wanted[name] ?? byDefault;
    if (during === null) delete create[name];
    else create[name] = during;
    afterLoad[name] = after;
    changes.push({
      name,
      from: settingText(after),
      to: during,
      action: 'tuned',
      why: `${why}; ${after === null ? 'back to the server’s default' : `then ${settingText(after)}`} after the load`,
    });
  };
  const expands = wanted[AUTO_EXPAND] !== undefined && String(wanted[AUTO_EXPAND]) !== 'false';
  if (expands) {
    tune(AUTO_EXPAND, null, 'every replica would index every document once more');
    create[REPLICAS] = '0';
  } else if (String(wanted[REPLICAS] ?? '') !== '0')
    // Elasticsearch 6 can't put the number of replicas back to its default.
    tune(REPLICAS, '0', 'every replica would index every document once more', target.replicasReset ? null : '1');
  tune(
    REFRESH,
    '-1',
    String(wanted[REFRESH]) === '-1'
      ? 'the backup’s index had it off: after the restore a search sees later writes only when somebody refreshes'
      : 'a faster load',
  );
  if (wanted[WAIT_FOR] !== undefined && String(wanted[WAIT_FOR]) !== '1' && String(wanted[WAIT_FOR]) !== '0')
    tune(WAIT_FOR, null, 'without replicas a write would wait for copies that never come');
  if (target.finalPipeline) tune(FINAL_PIPELINE, '_none', 'no pipeline changes a document on its way in');
  return { create, afterLoad };
}
