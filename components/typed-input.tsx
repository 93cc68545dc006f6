'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useCluster } from './cluster-context.tsx';
import { healthQuery } from './queries.ts';
import { isSignedOut } from './route-request.ts';
import { fillIn, keepTypedInput, setTypingUser, takeTypedInput } from './typed-input-storage.ts';

/** Fields of data that comes late are filled in when they appear, for so long. */
const WAIT_MS = 120_000;

/** What was typed when the session ended is on the page again after signing in, in the same tab and by the same person. */
export function TypedInput() {
  const { key, user } = useCluster();
  const signedOut = isSignedOut(useQuery(healthQuery(key)).error);
  useEffect(() => {
    setTypingUser(user);
    let left = fillIn(takeTypedInput(user));
    if (left.length === 0) return undefined;
    const observer = new MutationObserver(() => {
      left = fillIn(left);
      if (left.length === 0) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    const timer = setTimeout(() => observer.disconnect(), WAIT_MS);
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [user]);
  useEffect(() => {
    if (!signedOut) return undefined;
    // A reload, or an address that is typed, leads to the sign-in as well.
    window.addEventListener('pagehide', keepTypedInput);
    return () => window.removeEventListener('pagehide', keepTypedInput);
  }, [signedOut]);
  return null;
}
