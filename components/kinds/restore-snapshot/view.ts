import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const SnapshotProven = dynamic(() => import('./result.tsx').then((result) => result.SnapshotProven));
const UndoPanel = dynamic(() => import('../switch/next-steps.tsx').then((next) => next.UndoPanel));
const AfterSnapshotRestore = dynamic(() => import('./after.tsx').then((after) => after.AfterSnapshotRestore));

export const restoreSnapshot = kindView({
  Result: SnapshotProven,
  AfterResult: AfterSnapshotRestore,
  NextSteps: UndoPanel,
});
