'use client';
import { useEffect, useRef, useState } from 'react';

/** How often the progress of a job is announced to a screen reader. */
const ANNOUNCE_EVERY_MS = 15_000;

/** A live region that is read out at most once in `everyMs`, however often its text changes. */
export function LiveAnnouncement({ text, everyMs = ANNOUNCE_EVERY_MS }: { text: string; everyMs?: number }) {
  const [announced, setAnnounced] = useState('');
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    const first = setTimeout(() => setAnnounced(latest.current), 500);
    const timer = setInterval(() => setAnnounced(latest.current), everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs]);
  return (
    <p role="status" className="sr-only">
      {announced}
    </p>
  );
}
