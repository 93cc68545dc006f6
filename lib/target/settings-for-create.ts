import type { ClusterIdentity } from '../contract/cluster.ts';
import type { SettingChange } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import { analysisForTarget } from './analysis-for-target.ts';
import { flattenSettings, fullName, settingText, type FlatSettings } from './flat-settings.ts';
import { needLateValue } from './late-values.ts';
import { DROPPED, matches, NEUTRALISED, targetOf } from './setting-rules.ts';

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
  const target = targetOf(input.target);
  const changes: SettingChange[] = [];
  const kept: FlatSettings = {};
  const dropped = (input.drop ?? []).map(fullName);

  const dumped = flattenSettings(input.dumped ?? {});
  const nothing = input.drop?.find((typed) => !Object.keys(dumped).some((name) => isIn(fullName(typed), name)));
  if (nothing !== undefined) {
    throw new AppError('invalid_input', `The backup has no setting ${nothing} that could be dropped.`, {
      hint: 'Look at its settings for the name. What an override or an index template sets is not the backup’s.',
      details: { fields: { drop: `The backup has no ${nothing}.` } },
    });
  }

  for (const [name, value] of Object.entries(dumped)) {
    const note = (action: SettingChange['action'], why: string) =>
      changes.push({ name, from: settingText(value), to: null, action, why });
    const useless = DROPPED.find((rule) => matches(rule, name, value, target));
    const dangerous = NEUTRALISED.find((rule) => matches(rule, name, value, target));
    if (value === null || value === undefined) continue;
    if (dropped.some((wanted) => isIn(wanted, name))) note('dropped', 'you asked for it to be dropped');
    else if (useless) note('dropped', useless.why);
    else if (dangerous) note('neutralised', dangerous.why);
    else kept[name] = value;
  }

  const wanted: FlatSettings = { ...kept };
  changes.push(...analysisForTarget(wanted, target));
  for (const { name } of changes) if (Object.hasOwn(kept, name) && wanted[name] !== kept[name]) delete kept[name];

  // Blocks, pipelines and lifecycle asked for in so many words: not while loading.
  const late: FlatSettings = {};
  const override = (name: string, value: unknown, why: string) => {
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
  };
  // Also without a vector in the mapping: a long list of numbers becomes one as it arrives.
  if (target.vectorsApart && !dropped.includes(VECTORS))
    override(
      VECTORS,
      'false',
      'else the server would take vectors out of the documents and give them back rounded, in another place',
    );
  for (const [name, value] of Object.entries(flattenSettings(input.overrides ?? {}))) {
    const impossible = value === null ? undefined : DROPPED.find((rule) => matches(rule, name, value, target));
    if (impossible)
      throw new AppError('invalid_input', `${name} can’t be set: it ${impossible.why}.`, {
        hint: 'Take it out of the settings.',
        details: { field: 'settings', setting: name },
      });
    needLateValue(name, value);
    const group = value === null ? Object.keys(wanted).filter((inner) => inner.startsWith(`${name}.`)) : [];
    for (const inner of group.length > 0 ? group : [name]) override(inner, value, 'your setting');
  }
  if (input.shards !== undefined) fewerShards(positive(input.shards, 1, 'shards'), wanted, override);
  if (input.replicas !== undefined) {
    override(REPLICAS, String(positive(input.replicas, 0, 'replicas')), 'your number of replicas');
    if (wanted[AUTO_EXPAND] !== undefined && wanted[AUTO_EXPAND] !== 'false')
      override(AUTO_EXPAND, null, 'would change the number of replicas that you asked for');
  }

  const { create, afterLoad } = tuneForLoad(wanted, late, targetOf(input.target), changes);
  for (const name of Object.keys(afterLoad)) delete kept[name];
  changes.sort(
    (a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return { create, afterLoad, kept, changes };
}

/** A setting, or one of a group. */
const isIn = (wanted: string, name: string): boolean => name === wanted || name.startsWith(`${wanted}.`);

const ORDER: SettingChange['action'][] = ['neutralised', 'overridden', 'added', 'dropped', 'tuned'];
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

function fewerShards(
  shards: number,
  wanted: FlatSettings,
  override: (name: string, value: unknown, why: string) => void,
): void {
  override(SHARDS, String(shards), 'your number of shards');
  if (
    wanted['index.number_of_routing_shards'] !== undefined &&
    Number(wanted['index.number_of_routing_shards']) % shards !== 0
  ) {
    override('index.number_of_routing_shards', null, 'can’t be divided by your number of shards');
  }
  const partition = Number(wanted['index.routing_partition_size'] ?? 1);
  if (partition > 1 && partition >= shards)
    override('index.routing_partition_size', null, 'must be smaller than the number of shards');
}

/** No replicas and no refreshes while loading; then what was wanted. A final pipeline is kept away even if a template brings one. */
function tuneForLoad(
  wanted: FlatSettings,
  late: FlatSettings,
  target: ReturnType<typeof targetOf>,
  changes: SettingChange[],
): Pick<SettingsForCreate, 'create' | 'afterLoad'> {
  const create: FlatSettings = { ...wanted };
  const afterLoad: FlatSettings = { ...late };
  const tune = (name: string, during: string | null, why: string) => {
    const after = late[name] ?? wanted[name] ?? null;
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
    tune(REPLICAS, '0', 'every replica would index every document once more');
  tune(
    REFRESH,
    '-1',
    String(wanted[REFRESH]) === '-1'
      ? 'the backup’s index had it off: after the restore a search sees later writes only when somebody refreshes'
      : 'a faster load',
  );
  if (wanted[WAIT_FOR] !== undefined && String(wanted[WAIT_FOR]) !== '1' && String(wanted[WAIT_FOR]) !== '0')
    tune(WAIT_FOR, null, 'without replicas a write would wait for copies that never come');
  const knowsFinalPipeline = target.opensearch || target.major > 7 || (target.major === 7 && target.minor >= 5);
  if (knowsFinalPipeline) tune(FINAL_PIPELINE, '_none', 'no pipeline changes a document on its way in');
  return { create, afterLoad };
}
