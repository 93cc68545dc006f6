'use client';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { endsComposition, type Early } from './early-search.tsx';
import { optionsFor, optionsOf } from './options-for.ts';
import type { Option, Target } from './option.ts';
import { useActiveOption } from './use-active-option.ts';
import { useFound } from './use-found.ts';
import type { Place } from './use-place.ts';

/** What is typed, what matches it, and what the keys do. */
export function usePalette(place: Place, early: Early) {
  const id = useId();
  const [typed, setTyped] = useState(early.typed);
  /** Whose actions are listed, and what was typed before. */
  const [of, setOf] = useState<{ target: Target; before: string } | null>(null);
  const { current, error, found, pending } = useFound(of?.before ?? typed, place.own);
  const groups = of === null ? optionsFor(typed, place, { found, current }) : optionsOf(of.target, typed, place, found);
  const { active, choose, move, options } = useActiveOption(groups);
  const elementId = (option: Option) => `${id}-${encodeURIComponent(option.id)}`;
  const activeId = active === null ? undefined : elementId(active);
  const waits = pending && of === null;
  const open = useOpening({ typed, waits, active, activeId, early });
  useInView(activeId);

  const type = (text: string) => {
    setTyped(text);
    choose(null);
  };
  /** What has actions of its own, where they can be listed. */
  const target = of === null ? active?.target : undefined;
  // A button that is pressed may be gone afterwards, and the focus with it.
  const field = useRef<HTMLInputElement>(null);
  const showActions = () => {
    if (target === undefined) return;
    setOf({ target, before: typed });
    type('');
    field.current?.focus();
  };
  const back = () => {
    type(of?.before ?? '');
    setOf(null);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const { altKey, ctrlKey, key, metaKey, currentTarget, nativeEvent } = event;
    if (endsComposition(nativeEvent) || altKey) return;
    const atEnd = currentTarget.selectionStart === currentTarget.value.length;
    if (key === 'Enter') open(ctrlKey || metaKey);
    else if (key === 'ArrowRight' && atEnd && target !== undefined) showActions();
    else if (of !== null && typed === '' && (key === 'Backspace' || key === 'ArrowLeft')) back();
    else if (!move(key)) return;
    event.preventDefault();
  };
  return {
    listId: `${id}-list`,
    field,
    typed,
    type,
    press,
    groups,
    options,
    active,
    activeId,
    elementId,
    choose,
    /** Whose actions are listed; null: everything is searched. */
    of: of?.target ?? null,
    target,
    showActions,
    back,
    found,
    error,
    waits,
  };
}

/** Scrolls the list so far that the active option is seen. */
function useInView(activeId: string | undefined): void {
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
}

interface Opening {
  typed: string;
  /** The answer to what is typed is on its way. */
  waits: boolean;
  active: Option | null;
  activeId: string | undefined;
  early: Early;
}

/**
 * Opens the active option. One that the server found is opened once it is the answer to what is typed now: until then a better
 * one may come.
 */
function useOpening({ typed, waits, active, activeId, early }: Opening): (inNewTab: boolean) => void {
  const awaited = useRef(early.enter === null ? null : { typed: early.typed, ...early.enter });
  const openActive = (inNewTab: boolean) => {
    if (activeId === undefined) return;
    const line = document.getElementById(activeId);
    // Which keys a click needs for a new tab depends on the system. The link's address has the base path.
    if (inNewTab && line instanceof HTMLAnchorElement) window.open(line.href, '_blank', 'noopener');
    else line?.click();
  };
  useEffect(() => {
    const asked = awaited.current;
    if (asked === null || waits) return;
    awaited.current = null;
    if (asked.typed === typed) openActive(asked.inNewTab);
  });
  return (inNewTab) => {
    if (waits && (active === null || active.target !== undefined)) awaited.current = { typed, inNewTab };
    else openActive(inNewTab);
  };
}
