import { kindView } from '../kind-view.ts';
import { AfterComparison } from './after-comparison.tsx';
import { Compared } from './result.tsx';

export const compare = kindView({ Result: Compared, NextSteps: AfterComparison });
