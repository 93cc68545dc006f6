import { parseDefinition } from '../archive/definition-parts.ts';
import type { ClusterIdentity } from '../contract/cluster.ts';
import type { MappingChange, SettingChange } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { fingerprintOf } from '../running/fingerprint.ts';
import { convertMappings, type ConvertedMappings } from './mappings/convert-mappings.ts';
import { convertSettings, type ConvertedSettings, type SettingsInput } from './settings/convert-settings.ts';
import { flattenSettings } from './settings/flat-settings.ts';

export interface DefinitionInput extends Omit<SettingsInput, 'source' | 'target' | 'overrides'> {
  /** The bytes of index.json. */
  definition: Buffer;
  target: ClusterIdentity;
  /** JSON text, because a number that is held as text can't be sent between threads. */
  settings: string | null;
  mappings: string | null;
  documentTypes: readonly string[];
}

/** The definition of the index to create. */
export interface ConvertedDefinition {
  settings: ConvertedSettings;
  mappings: ConvertedMappings;
  /** Of the settings and mappings that the index is created with. */
  digest: string;
}

/** More than any real index has: a list of synonyms is one setting. */
const MAX_SETTINGS = 10_000;
/** A page shows the first 200. */
const MAX_CHANGES = 1_000;
const MAX_TEXT_LENGTH = 2_000;

/**
 * Converts a backup's definition for the target. Returns JSON text, so that numbers that JavaScript can't hold are
 * unchanged. Throws what `convertSettings` and `convertMappings` throw, and `backup_damaged`.
 */
export function convertDefinition(input: DefinitionInput): { text: string; digest: string } {
  const { definition, target, documentTypes, ...options } = input;
  const source = parseDefinition(definition);
  assertPlausibleSettings(source.settings);
  const settings = convertSettings({
    ...options,
    source: source.settings,
    target,
    overrides: parseOptional(input.settings),
  });
  const mappings = convertMappings({
    source: source.mappings,
    target,
    overrides: parseOptional(input.mappings),
    documentTypes,
  });
  settings.changes = settings.changes.map(clipChange);
  mappings.changes = limitChanges(mappings.changes);
  return {
    text: JSON.stringify({ settings, mappings }),
    digest: fingerprintOf({ settings: settings.create, mappings: mappings.create }),
  };
}

const parseOptional = (text: string | null): unknown => (text === null ? undefined : parseExact(text));

function assertPlausibleSettings(settings: unknown): void {
  const count = Object.keys(flattenSettings(settings)).length;
  if (count <= MAX_SETTINGS) return;
  throw new AppError(
    'backup_damaged',
    `index.json has ${count.toLocaleString('en')} settings, more than the ${MAX_SETTINGS.toLocaleString('en')} that an index can plausibly have.`,
    { hint: 'Use another copy of this backup, or an older one.' },
  );
}

function limitChanges(changes: readonly MappingChange[]): MappingChange[] {
  const listed = changes.slice(0, MAX_CHANGES).map(clipChange);
  const more = changes.length - listed.length;
  if (more > 0)
    listed.push({
      path: `${more.toLocaleString('en')} more changes`,
      from: 'not listed',
      to: 'not listed',
      why: 'of the same kinds, in other fields',
    });
  return listed;
}

const clipChange = <Change extends MappingChange | SettingChange>(change: Change): Change => ({
  ...change,
  from: clipText(change.from),
  to: clipText(change.to),
  ...('path' in change ? { path: clipText(change.path) } : {}),
});

const clipText = <Text extends string | null>(text: Text): Text =>
  text !== null && text.length > MAX_TEXT_LENGTH ? (`${text.slice(0, MAX_TEXT_LENGTH)}…` as Text) : text;
