import type { Capabilities } from '../../elasticsearch/capabilities.ts';
import { isJsonObject, type JsonObject } from '../deep-merge.ts';
import { toSnakeCaseFormats } from './date-formats.ts';
import { convertBooleans } from './field/boolean-parameters.ts';
import { draftField, parametersText, type Conversion, type FieldDraft } from './field/field-draft.ts';
import { convertDynamic, dropRemovedParameters, dropScripts } from './field/removed-parameters.ts';
import { convertFielddata, convertStringType } from './field/string-type.ts';
import { convertAnalyzers, convertNorms, renameParameters } from './field/text-parameters.ts';
import { convertCompletionContext, dropParametersOfOtherTypes } from './field/type-parameters.ts';

/** Converts every field of a `properties` object, and their inner fields. A field may have any name, `type` too. */
export function convertProperties(properties: JsonObject, path: string, conversion: Conversion): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      isJsonObject(field) ? convertField(field, path === '' ? name : `${path}.${name}`, name, conversion) : field,
    ]),
  );
}

/** Converts one field's definition for the target. `assumedType`: its type where it states none (dynamic templates). */
export function convertField(
  field: JsonObject,
  path: string,
  name: string,
  conversion: Conversion,
  assumedType?: string,
): JsonObject {
  const { target } = conversion;
  const single = field['type'] === 'multi_field' ? convertMultiField(field, path, name, conversion) : field;
  const draft = draftField(single, path, conversion);
  dropRemovedParameters(draft);
  renameParameters(draft);
  convertAnalyzers(draft);
  convertNorms(draft);
  convertStringType(draft, assumedType);
  convertFielddata(draft);
  convertBooleans(draft);
  dropParametersOfOtherTypes(draft, target);
  convertCompletionContext(draft);
  convertDateFormat(draft, target, assumedType);
  dropScripts(draft, target);
  convertDynamic(draft, target);
  convertInnerFields(draft.definition, path, conversion);
  return draft.definition;
}

function convertDateFormat(
  { definition, replace, parameters }: FieldDraft,
  target: Capabilities,
  assumedType: string | undefined,
): void {
  const before = definition['format'];
  if (typeof before !== 'string' || !target.breaking7 || !/^date/.test(String(definition['type'] ?? assumedType)))
    return;
  const format = toSnakeCaseFormats(before);
  if (format !== before) replace(parameters('format'), { format }, 'date formats have names with underscores now');
}

/** Converts in place: `properties` of an object, `fields` of any field. */
function convertInnerFields(definition: JsonObject, path: string, conversion: Conversion): void {
  if (isJsonObject(definition['properties']))
    definition['properties'] = convertProperties(definition['properties'], path, conversion);
  if (!isJsonObject(definition['fields'])) return;
  definition['fields'] = Object.fromEntries(
    Object.entries(definition['fields']).map(([name, inner]) => {
      if (!isJsonObject(inner)) return [name, inner];
      const innerPath = `${path}.${name}`;
      return [name, dropCopyTo(convertField(inner, innerPath, name, conversion), innerPath, conversion)];
    }),
  );
}

/** Elasticsearch 0.90: the field of the same name is the main one, the others become its `fields`. */
function convertMultiField(field: JsonObject, path: string, name: string, conversion: Conversion): JsonObject {
  const { type: _type, fields, path: _path, ...rest } = field;
  const all = isJsonObject(fields) ? fields : {};
  const main = isJsonObject(all[name]) ? all[name] : { type: 'string' };
  const others = Object.fromEntries(Object.entries(all).filter(([inner]) => inner !== name));
  conversion.changes.push({
    path,
    from: 'type: multi_field',
    to: parametersText({ type: main['type'] }),
    why: 'every field can have fields of its own now',
  });
  return { ...main, ...rest, ...(Object.keys(others).length > 0 ? { fields: others } : {}) };
}

function dropCopyTo(field: JsonObject, path: string, { changes }: Conversion): JsonObject {
  if (!Object.hasOwn(field, 'copy_to')) return field;
  const { copy_to: copyTo, ...rest } = field;
  changes.push({
    path,
    from: parametersText({ copy_to: copyTo }),
    to: null,
    why: 'a field of a field can’t be copied',
  });
  return rest;
}
