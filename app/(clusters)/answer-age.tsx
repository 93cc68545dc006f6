'use client';
import { formatAge } from '@/lib/format.ts';
import { State } from '@/components/ui/state.tsx';
import { useNow } from '@/components/ui/use-now.ts';

/** A polled answer older than this means that the cluster is slow. */
const SLOW_MS = 30_000;

/** Nothing for a new answer; for an older one how old it is. */
export function AnswerAge({ at }: { at: string }) {
  const now = useNow();
  const age = now === null ? 0 : now - Date.parse(at);
  if (age <= SLOW_MS) return null;
  return (
    <>
      {' '}
      <State level="warn">answer {formatAge(age)} old</State>
    </>
  );
}
