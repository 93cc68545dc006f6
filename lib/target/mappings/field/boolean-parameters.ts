import type { FieldDraft } from './field-draft.ts';

const BOOLEAN_PARAMETERS = [
  'index',
  'store',
  'doc_values',
  'norms',
  'enabled',
  'coerce',
  'ignore_malformed',
  'ignore_z_value',
  'include_in_parent',
  'include_in_root',
  'fielddata',
  'eager_global_ordinals',
];

/** Spellings of a boolean that Elasticsearch accepted before 6.0. */
const SPELLINGS: Record<string, boolean> = {
  yes: true,
  on: true,
  '1': true,
  no: false,
  off: false,
  '0': false,
  true: true,
  false: false,
};

export const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && SPELLINGS[value] === true);

export function convertBooleans({ definition, replace, parameters }: FieldDraft): void {
  for (const name of BOOLEAN_PARAMETERS) {
    const value = definition[name];
    if (typeof value !== 'string' || !Object.hasOwn(SPELLINGS, value)) continue;
    if (value === 'true' || value === 'false') definition[name] = SPELLINGS[value];
    else replace(parameters(name), { [name]: SPELLINGS[value] }, 'is true or false now');
  }
}
