import type { ClusterIdentity } from '../contract/cluster.ts';
import type { MappingChange, SettingChange } from '../contract/plan.ts';
import { parseDefinition } from '../archive/definition-parts.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { flattenSettings } from './flat-settings.ts';
import { mappingsForTarget, type MappingsForTarget } from './mappings-for-target.ts';
import { settingsForCreate, type SettingsForCreate, type SettingsInput } from './settings-for-create.ts';

export interface DefinitionInput extends Omit<SettingsInput, 'dumped' | 'target' | 'overrides'> {
  /** The bytes of index.json. */
  definition: Buffer;
  target: ClusterIdentity;
  /** JSON text: a number kept as text doesn't travel between threads. */
  settings: string | null;
  mappings: string | null;
  documentTypes: readonly string[];
}

/** How the index is to be made. */
export interface DefinitionForTarget {
  settings: SettingsForCreate;
  mappings: MappingsForTarget;
  /** Of all that the index is created with. */
  digest: string;
}

/** No index has more: a list of synonyms is one setting. */
const MOST_SETTINGS = 10_000;
/** A page shows the first 200; what was changed in every field is plain by then. */
const MOST_CHANGES = 1_000;
const MOST_CHARACTERS = 2_000;

/**
 * A backup's definition in the target's words, as JSON text: numbers that JavaScript can't hold stay as they are written.
 * Throws what `settingsForCreate` and `mappingsForTarget` throw, and `backup_damaged`.
 */
export function definitionForTarget(input: DefinitionInput): { text: string; digest: string } {
  const { definition, target, documentTypes, ...rest } = input;
  const { settings: dumped, mappings } = parseDefinition(definition);
  needFewSettings(dumped);
  const converted = {
    settings: settingsForCreate({ ...rest, dumped, target, overrides: valueOf(input.settings) }),
    mappings: mappingsForTarget({ dumped: mappings, target, overrides: valueOf(input.mappings), documentTypes }),
  };
  converted.settings.changes = converted.settings.changes.map(clipped);
  converted.mappings.changes = fewChanges(converted.mappings.changes);
  return {
    text: JSON.stringify(converted),
    digest: fingerprintOf({ settings: converted.settings.create, mappings: converted.mappings.create }),
  };
}

const valueOf = (text: string | null): unknown => (text === null ? undefined : parseExact(text));

function needFewSettings(dumped: unknown): void {
  const count = Object.keys(flattenSettings(dumped)).length;
  if (count <= MOST_SETTINGS) return;
  throw new AppError(
    'backup_damaged',
    `index.json has ${count.toLocaleString('en')} settings, more than the ${MOST_SETTINGS.toLocaleString('en')} that an index can plausibly have.`,
    { hint: 'Use another copy of this backup, or an older one.' },
  );
}

function fewChanges(changes: readonly MappingChange[]): MappingChange[] {
  const shown = changes.slice(0, MOST_CHANGES).map(clipped);
  const more = changes.length - shown.length;
  if (more > 0)
    shown.push({
      path: `${more.toLocaleString('en')} more changes`,
      from: 'not listed',
      to: 'not listed',
      why: 'of the same kinds, in other fields',
    });
  return shown;
}

const clipped = <Change extends MappingChange | SettingChange>(change: Change): Change => ({
  ...change,
  from: clip(change.from),
  to: clip(change.to),
  ...('path' in change ? { path: clip(change.path) } : {}),
});

const clip = <Text extends string | null>(text: Text): Text =>
  text !== null && text.length > MOST_CHARACTERS ? (`${text.slice(0, MOST_CHARACTERS)}…` as Text) : text;
