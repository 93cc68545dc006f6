import { kindView } from '../kind-view.ts';
import { UndoPanel } from '../switch/next-steps.tsx';
import { SnapshotProven } from './result.tsx';

export const restoreSnapshot = kindView({ Result: SnapshotProven, NextSteps: UndoPanel });
