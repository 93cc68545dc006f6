'use client';
import { useEffect, useState } from 'react';

const TYPING_MS = 200;

/** What is typed, once the typing pauses: the server is asked for it. */
export function useDebounced<T>(typed: T): T {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}
