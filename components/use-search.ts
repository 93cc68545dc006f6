'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { writeSearch } from './address.ts';

/**
 * What is chosen on a page and stands in its address, so that a link shows the same: `?kind=restore`. What is shown follows a
 * change at once, the address and the router a moment later; an address that comes by another way (a link) is shown as well.
 */
export function useSearch(): [search: URLSearchParams, change: (next: (now: URLSearchParams) => string) => void] {
  const inAddress = useSearchParams().toString();
  const [shown, setShown] = useState(inAddress);
  const latest = useRef(inAddress);
  /** What was written here, and the router has not followed to yet. */
  const onTheWay = useRef<readonly string[]>([]);
  useEffect(() => {
    const at = onTheWay.current.indexOf(inAddress);
    onTheWay.current = onTheWay.current.slice(at + 1);
    if (at >= 0 || inAddress === latest.current) return;
    onTheWay.current = [];
    latest.current = inAddress;
    setShown(inAddress);
  }, [inAddress]);
  const change = useCallback((next: (now: URLSearchParams) => string) => {
    const search = next(new URLSearchParams(latest.current));
    const plain = new URLSearchParams(search).toString();
    if (plain === latest.current) return;
    latest.current = plain;
    onTheWay.current = [...onTheWay.current, plain];
    setShown(plain);
    writeSearch(search);
  }, []);
  return [useMemo(() => new URLSearchParams(shown), [shown]), change];
}
