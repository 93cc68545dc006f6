import { kindView } from '../kind-view.ts';
import { UndoPanel } from './next-steps.tsx';
import { AliasMoved } from './result.tsx';

export const switchAlias = kindView({ Result: AliasMoved, NextSteps: UndoPanel });
