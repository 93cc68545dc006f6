import type { RepositorySettings } from '@/lib/contract/repository.ts';
import { formOf } from '@/lib/contract/repository-types.ts';

/** What is typed. */
export interface RepositoryForm {
  name: string;
  type: string;
  /** By the name of the setting: the fields of the type. */
  values: ReadonlyMap<string, string>;
  /** Further settings, one KEY=VALUE on each line. */
  more: string;
  readOnly: boolean;
}

export const emptyForm = (type: string): RepositoryForm => ({
  name: '',
  type,
  values: new Map(),
  more: '',
  readOnly: false,
});

/** A registered repository as it would have been typed. Pure. */
export function formOfRepository(repository: {
  name: string;
  type: string;
  settings: RepositorySettings;
}): RepositoryForm {
  const { name, type, settings } = repository;
  const fields = fieldNames(type);
  const isFlag = (setting: string, value: string) => setting === 'readonly' && (value === 'true' || value === 'false');
  return {
    name,
    type,
    values: new Map(settings.filter((each) => fields.includes(each.name)).map((each) => [each.name, each.value])),
    more: settings
      .filter((each) => !fields.includes(each.name) && !isFlag(each.name, each.value))
      .map((each) => `${each.name}=${each.value}`)
      .join('\n'),
    readOnly: settings.some((each) => each.name === 'readonly' && each.value === 'true'),
  };
}

const fieldNames = (type: string): string[] => formOf(type)?.fields.map(({ name }) => name) ?? [];

/** The settings of a form, one KEY=VALUE on each line: what is empty is left out. Pure. */
export function settingLines({ type, values, more, readOnly }: RepositoryForm): string {
  return [
    ...fieldNames(type).flatMap((name) => {
      const value = values.get(name)?.trim() ?? '';
      return value === '' ? [] : [`${name}=${value}`];
    }),
    ...more.split('\n').filter((line) => line.trim() !== ''),
    ...(readOnly && type !== 'url' ? ['readonly=true'] : []),
  ].join('\n');
}

/** The labels of what is still missing. Pure. */
export function missingFields({ name, type, values }: RepositoryForm): string[] {
  return [
    ...(name.trim() === '' ? ['Name'] : []),
    ...(type.trim() === '' ? ['Type'] : []),
    ...(formOf(type)?.fields ?? [])
      .filter((field) => field.required && (values.get(field.name)?.trim() ?? '') === '')
      .map(({ label }) => label),
  ];
}
