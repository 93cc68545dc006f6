import { kindView } from '../kind-view.ts';
import { Carried } from './result.tsx';
import { UndoCarryForward } from './undo-link.tsx';

export const carryForward = kindView({ Result: Carried, NextSteps: UndoCarryForward });
