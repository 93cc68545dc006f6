'use client';
import { createContext, useContext } from 'react';
import { formatAge } from '@/lib/format.ts';
import { State } from '@/components/ui/state.tsx';
import { useNow } from '@/components/ui/use-now.ts';
import { answerAgeMs, type Answered } from './data-age.ts';

/** A polled answer older than this means that the cluster is slow. */
const SLOW_MS = 30_000;

/** The response of the server that the page shows; null: none. */
export const AnsweredContext = createContext<Answered | null>(null);

/** Nothing for a new answer; for an older one how old it is. */
export function AnswerAge({ at }: { at: string }) {
  const nowMs = useNow();
  const answered = useContext(AnsweredContext);
  const age = nowMs === null || answered === null ? 0 : answerAgeMs(at, answered, nowMs);
  if (age <= SLOW_MS) return null;
  return (
    <>
      {' '}
      <State level="warn">answer {formatAge(age)} old</State>
    </>
  );
}
