import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';
import { UndoPanel } from '../switch/next-steps.tsx';
import { SnapshotProven } from './result.tsx';

// Loaded where it is shown: the page of every kind of job has this file.
const AfterSnapshotRestore = dynamic(() => import('./after.tsx').then((after) => after.AfterSnapshotRestore));

export const restoreSnapshot = kindView({
  Result: SnapshotProven,
  AfterResult: AfterSnapshotRestore,
  NextSteps: UndoPanel,
});
