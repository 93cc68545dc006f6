'use client';
import { useEffect, useState } from 'react';

/** A value once it has not changed for so long; the server is then asked with it. */
export function useDebounced<T>(value: T, afterMs = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
