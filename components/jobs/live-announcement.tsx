'use client';
import { useEffect, useRef, useState } from 'react';

/** How often a screen reader hears how far a job is. */
const SAID_EVERY_MS = 15_000;

/** A live region that is read out at most once in `everyMs`, however often its text changes. */
export function LiveAnnouncement({ text, everyMs = SAID_EVERY_MS }: { text: string; everyMs?: number }) {
  const [said, setSaid] = useState('');
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    const first = setTimeout(() => setSaid(latest.current), 500);
    const timer = setInterval(() => setSaid(latest.current), everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
