import { kindView } from '../kind-view.ts';
import { AfterSnapshot } from './next-steps.tsx';
import { SnapshotTaken } from './result.tsx';

export const snapshot = kindView({ Result: SnapshotTaken, NextSteps: AfterSnapshot });
