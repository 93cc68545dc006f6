import type { Progress } from '@/lib/contract/progress.ts';

/** How fast a phase was when it was `at` of its way, a number between 0 and 1. */
export interface Rate {
  at: number;
  rate: number;
}

/** The rates of one phase, as this page saw them. */
export interface Rates {
  phase: string;
  seen: readonly Rate[];
}

const MOST = 400;

/** Adds one rate. Another phase, or one that started again, starts an empty list. Of a full list every second rate is dropped. */
export function withRate(rates: Rates, { phase, done, total, rate }: Progress): Rates {
  const at = total === null || total <= 0 ? null : done / total;
  const last = rates.phase === phase ? rates.seen.at(-1) : undefined;
  if (rates.phase !== phase || (at !== null && last !== undefined && at < last.at))
    return { phase, seen: at === null || rate === null ? [] : [{ at, rate }] };
  if (at === null || rate === null || at === last?.at) return rates;
  const kept = rates.seen.length < MOST ? rates.seen : rates.seen.filter((_, place) => place % 2 === 0);
  return { phase, seen: [...kept, { at, rate }] };
}
