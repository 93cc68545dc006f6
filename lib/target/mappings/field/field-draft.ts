import type { MappingChange } from '../../../contract/plan.ts';
import type { Capabilities } from '../../../elasticsearch/capabilities.ts';
import type { JsonObject } from '../../deep-merge.ts';

/** The conversion of one mapping: for which target, and what has been changed so far. */
export interface Conversion {
  target: Capabilities;
  /** One entry per step: the plan shows a reason for each. */
  changes: MappingChange[];
}

/** A field's definition while it is converted. */
export interface FieldDraft {
  /** Changed in place. */
  definition: JsonObject;
  /** Replaces `before` (keys of the definition) with `after` and records it as one change. Undefined values are left out. */
  replace: (before: JsonObject, after: JsonObject, why: string) => void;
  /** The given parameters that the definition has. */
  parameters: (...names: string[]) => JsonObject;
}

export function draftField(field: JsonObject, path: string, conversion: Conversion): FieldDraft {
  const definition: JsonObject = Object.fromEntries(Object.entries(field));
  return {
    definition,
    replace: (before, after, why) => {
      for (const name of Object.keys(before)) delete definition[name];
      for (const [name, value] of Object.entries(after)) if (value !== undefined) definition[name] = value;
      conversion.changes.push({ path, from: parametersText(before), to: parametersText(after), why });
    },
    parameters: (...names) =>
      Object.fromEntries(
        names.filter((name) => Object.hasOwn(definition, name)).map((name) => [name, definition[name]]),
      ),
  };
}

/** Parameters as a plan shows them; null for none. */
export function parametersText(parameters: JsonObject): string | null {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return entries.length === 0
    ? null
    : entries
        .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
        .join(', ');
}
