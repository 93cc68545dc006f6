import { kindView } from '../kind-view.ts';
import { AfterPolicy } from './next-steps.tsx';
import { PolicyRan } from './result.tsx';

export const runPolicy = kindView({ Result: PolicyRan, NextSteps: AfterPolicy });
