import { kindView } from '../kind-view.ts';
import { AfterCleanUp } from './next-steps.tsx';
import { IndicesDeleted } from './result.tsx';

export const cleanUp = kindView({ Result: IndicesDeleted, NextSteps: AfterCleanUp });
