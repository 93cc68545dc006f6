'use client';
import { useState } from 'react';

/**
 * One key for one visit of a page: what is started with it is started once, also when the first answer is lost.
 * `crypto.randomUUID` is missing on plain http outside localhost.
 */
export function useIdempotencyKey(): string {
  const [key] = useState(() =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  );
  return key;
}
