import { useSyncExternalStore } from 'react';
import type { TypedRestoreChoices } from '@/lib/kinds/restore/review.ts';

/** What can be typed on the review, by its name in the address. */
const CHOICE_NAMES = [
  'alias',
  'into',
  'switchAlias',
  'onConflict',
  'shards',
  'replicas',
  'settings',
  'mappings',
  'typed',
  'drop',
  'allowPartial',
  'allowIncomplete',
] as const satisfies readonly (keyof TypedRestoreChoices)[];

/** Only what differs from the default, so that an address stays short. */
export function choicesOf(search: URLSearchParams): TypedRestoreChoices {
  const pairs = CHOICE_NAMES.flatMap((name) => {
    const value = search.get(name);
    return value === null || value.trim() === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs) as TypedRestoreChoices;
}

/** JSON as typed, checked before it is sent: an error stands beside the field. */
export function jsonError(text: string | undefined): string | null {
  if (text === undefined || text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? null
      : 'A JSON object is needed: { … }.';
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : 'it can’t be read'}.`;
  }
}

const key = (cluster: string, group: string) => `restore-desk:restore:${cluster}:${group}`;

/** What was typed for this alias survives going back and choosing another backup. Kept in the tab, by the alias. */
export function rememberChoices(cluster: string, group: string, choices: TypedRestoreChoices): void {
  try {
    if (Object.keys(choices).length === 0) sessionStorage.removeItem(key(cluster, group));
    else sessionStorage.setItem(key(cluster, group), JSON.stringify(choices));
  } catch {
    // A browser that keeps nothing: the address still has it.
  }
}

function remembered(cluster: string, group: string): string {
  try {
    return sessionStorage.getItem(key(cluster, group)) ?? '';
  } catch {
    return '';
  }
}

function parsed(text: string): TypedRestoreChoices {
  try {
    return text === '' ? {} : choicesOf(new URLSearchParams(JSON.parse(text) as Record<string, string>));
  } catch {
    return {};
  }
}

const never = () => () => undefined;

/** What was typed for this alias before; nothing on the server and in the first render. */
export function useRemembered(cluster: string, group: string | null): TypedRestoreChoices {
  return parsed(
    useSyncExternalStore(
      never,
      () => (group === null ? '' : remembered(cluster, group)),
      () => '',
    ),
  );
}
