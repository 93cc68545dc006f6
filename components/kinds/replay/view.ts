import dynamic from 'next/dynamic';
import { kindView, type NextStepsProps } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const Replayed = dynamic(() => import('./result.tsx').then((result) => result.Replayed));
const AfterReplay = dynamic<NextStepsProps>(() => import('./next-steps.tsx').then((next) => next.AfterReplay));

export const replay = kindView({ Result: Replayed, NextSteps: AfterReplay });
