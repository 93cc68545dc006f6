'use client';
import { useSyncExternalStore } from 'react';

/** Whether keys are named as on a Mac: ⌘ and not Ctrl. */
export const useOnMac = (): boolean => useSyncExternalStore(never, isMac, () => false);

const never = () => () => undefined;
const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent);
