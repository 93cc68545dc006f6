'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** What a person has chosen for this browser. `local-time`: beside UTC. `shortcuts-off`: no single key does anything. */
type Preference = 'local-time' | 'shortcuts-off';

const keyOf = (name: Preference) => `restore-desk:${name}`;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Of another tab.
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function isPreferred(name: Preference): boolean {
  try {
    return localStorage.getItem(keyOf(name)) === 'yes';
  } catch {
    return false;
  }
}

function prefer(name: Preference, on: boolean): void {
  try {
    if (on) localStorage.setItem(keyOf(name), 'yes');
    else localStorage.removeItem(keyOf(name));
  } catch {
    // A browser that keeps nothing: it stays off.
  }
  for (const listener of listeners) listener();
}

/** Off on the server and in the first render, so that hydration agrees. */
export function usePreference(name: Preference): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => isPreferred(name),
    () => false,
  );
  return [on, useCallback((next: boolean) => prefer(name, next), [name])];
}
