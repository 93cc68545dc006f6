import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const AliasMoved = dynamic(() => import('./result.tsx').then((result) => result.AliasMoved));
const UndoPanel = dynamic(() => import('./next-steps.tsx').then((next) => next.UndoPanel));

export const switchAlias = kindView({ Result: AliasMoved, NextSteps: UndoPanel });
