'use client';
import { useState } from 'react';
import type { Option, OptionGroup } from './option.ts';

/** How far Page Up and Page Down go. */
const PAGE = 8;

/**
 * Which option is active: the first one, until another one is chosen by a key or by the pointer. It stays the active one while it
 * is in the list.
 */
export function useActiveOption(groups: readonly OptionGroup[]) {
  const [chosen, choose] = useState<string | null>(null);
  const options = groups.flatMap(({ options }) => options);
  const place = Math.max(
    0,
    options.findIndex(({ id }) => id === chosen),
  );
  const last = options.length - 1;
  const to = (next: number) => choose(options[next]?.id ?? null);
  return {
    options,
    active: options[place] ?? null,
    choose: (option: Option | null) => choose(option?.id ?? null),
    /** False: the key does not move in the list. From the last option the next one is the first. */
    move: (key: string): boolean => {
      if (options.length === 0) return false;
      if (key === 'ArrowDown') to(place === last ? 0 : place + 1);
      else if (key === 'ArrowUp') to(place === 0 ? last : place - 1);
      else if (key === 'PageDown') to(Math.min(last, place + PAGE));
      else if (key === 'PageUp') to(Math.max(0, place - PAGE));
      else return false;
      return true;
    },
  };
}
