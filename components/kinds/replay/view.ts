import { kindView } from '../kind-view.ts';
import { AfterReplay } from './next-steps.tsx';
import { Replayed } from './result.tsx';

export const replay = kindView({ Result: Replayed, NextSteps: AfterReplay });
