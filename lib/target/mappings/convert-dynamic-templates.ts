import { isJsonObject, type JsonObject } from '../deep-merge.ts';
import { convertField } from './convert-field.ts';
import type { Conversion } from './field/field-draft.ts';

/** `match_mapping_type` values of Elasticsearch 1 that later versions merge into two. */
const MATCHED_TYPES: Record<string, string> = { integer: 'long', short: 'long', byte: 'long', float: 'double' };

export const convertDynamicTemplates = (templates: readonly unknown[], conversion: Conversion): unknown[] =>
  templates.flatMap((entry) => convertTemplate(entry, conversion));

/** One entry, `{"<name>": {…}}`: returned as it is, dropped, converted, or split in two. */
function convertTemplate(entry: unknown, conversion: Conversion): unknown[] {
  const named = isJsonObject(entry) ? Object.entries(entry)[0] : undefined;
  if (!named || !isJsonObject(named[1])) return [entry];
  const [name, template] = named;
  const path = `dynamic_templates.${name}`;
  const matchedType = template['match_mapping_type'];
  if (template['runtime'] !== undefined && !conversion.target.runtimeFields) {
    conversion.changes.push({ path, from: 'makes runtime fields', to: null, why: 'the target has no runtime fields' });
    return [];
  }
  const { mapping } = template;
  if (!isJsonObject(mapping)) return [entry];
  const base = { ...template, ...convertMatchedType(matchedType, path, conversion) };
  if (appliesToEveryType(matchedType, mapping)) return splitTemplate(name, base, mapping, conversion);
  const assumedType = matchedType === 'string' ? 'string' : undefined;
  return [{ [name]: { ...base, mapping: convertField(mapping, path, name, conversion, assumedType) } }];
}

function convertMatchedType(matchedType: unknown, path: string, { changes }: Conversion): JsonObject {
  if (typeof matchedType !== 'string' || !Object.hasOwn(MATCHED_TYPES, matchedType)) return {};
  const converted = MATCHED_TYPES[matchedType]!;
  changes.push({
    path,
    from: `match_mapping_type: ${matchedType}`,
    to: `match_mapping_type: ${converted}`,
    why: 'is the type that such numbers get now',
  });
  return { match_mapping_type: converted };
}

/** Whether the template keeps any type, and states an `index` that only strings can have. */
function appliesToEveryType(matchedType: unknown, { type, index }: JsonObject): boolean {
  const keepsType = type === undefined || type === '{dynamic_type}' || type === '{dynamicType}';
  const matchesAll = matchedType === undefined || matchedType === '*';
  return keepsType && matchesAll && (index === 'not_analyzed' || index === 'no');
}

/** It meant "a string becomes …, anything else keeps its type": two templates express that now. */
function splitTemplate(name: string, base: JsonObject, mapping: JsonObject, conversion: Conversion): unknown[] {
  const path = `dynamic_templates.${name}`;
  conversion.changes.push({
    path,
    from: 'one template for every type',
    to: `${name}_strings and ${name}`,
    why: 'only strings can be left unanalyzed',
  });
  return [
    {
      [`${name}_strings`]: {
        ...base,
        match_mapping_type: 'string',
        mapping: convertField({ ...mapping, type: 'string' }, `${path}_strings`, name, conversion),
      },
    },
    { [name]: { ...base, mapping: convertField(mapping, path, name, conversion) } },
  ];
}
