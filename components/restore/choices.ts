'use client';
import { createLoader } from 'nuqs/server';
import { useSyncExternalStore } from 'react';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import { choicesAddress, choicesIn } from './choices-address.ts';

/** The error of JSON as typed, for its field, before it is sent; null: none. */
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

const loadChoices = createLoader(choicesAddress);

const key = (cluster: string, group: string) => `restore-desk:restore:${cluster}:${group}`;

/** What was typed for this alias, for when another backup is chosen, of whichever cluster. Stored in the tab, by the alias. */
export function rememberChoices(
  cluster: string,
  group: string,
  { from: _otherCluster, ...choices }: RestoreChoicesInput,
): void {
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

function parsed(text: string): RestoreChoicesInput {
  try {
    return text === '' ? {} : choicesIn(loadChoices(JSON.parse(text) as RestoreChoicesInput));
  } catch {
    return {};
  }
}

const never = () => () => undefined;

/** What was typed for this alias before; nothing on the server and in the first render. */
export function useRemembered(cluster: string, group: string | null): RestoreChoicesInput {
  return parsed(
    useSyncExternalStore(
      never,
      () => (group === null ? '' : remembered(cluster, group)),
      () => '',
    ),
  );
}
