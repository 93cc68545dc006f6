'use client';
import { useEffect, useState } from 'react';

/** An absence longer than this starts a new visit; a reload or a look at another page does not. */
const AWAY_MS = 10 * 60_000;

interface Visit {
  /** The end of the visit before this one. */
  before: string | null;
  /** The last moment of this visit so far. */
  seen: string;
}

const nameOf = (cluster: string) => `restore-desk-looked-${cluster}`;

// Storage may be switched off in a browser; then every visit is the first one.
function read(cluster: string): Visit | null {
  try {
    const visit = JSON.parse(localStorage.getItem(nameOf(cluster)) ?? 'null') as Partial<Visit> | null;
    return visit !== null && typeof visit.seen === 'string'
      ? { before: typeof visit.before === 'string' ? visit.before : null, seen: visit.seen }
      : null;
  } catch {
    return null;
  }
}

function write(cluster: string, visit: Visit): void {
  try {
    localStorage.setItem(nameOf(cluster), JSON.stringify(visit));
  } catch {
    // as above
  }
}

/** Stores that the page is in view now. Returns when the visit before this one ended; null: there was none. */
function recordVisit(cluster: string): string | null {
  const known = read(cluster);
  const now = new Date().toISOString();
  const before = known === null ? null : Date.parse(now) - Date.parse(known.seen) > AWAY_MS ? known.seen : known.before;
  write(cluster, { before, seen: now });
  return before;
}

/** When this browser had the page in view before this visit; null: never, or not known yet. */
export function useLastVisit(cluster: string): string | null {
  const [last, setLast] = useState<string | null>(null);
  useEffect(() => {
    const seen = () => {
      if (document.visibilityState === 'visible') setLast(recordVisit(cluster));
    };
    seen();
    const timer = setInterval(seen, 30_000);
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [cluster]);
  return last;
}
