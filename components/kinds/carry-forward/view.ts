import dynamic from 'next/dynamic';
import { kindView, type NextStepsProps } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const Carried = dynamic(() => import('./result.tsx').then((result) => result.Carried));
const UndoCarryForward = dynamic<NextStepsProps>(() => import('./undo-link.tsx').then((undo) => undo.UndoCarryForward));

export const carryForward = kindView({ Result: Carried, NextSteps: UndoCarryForward });
