import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const IndicesDeleted = dynamic(() => import('./result.tsx').then((result) => result.IndicesDeleted));
const AfterCleanUp = dynamic(() => import('./next-steps.tsx').then((next) => next.AfterCleanUp));

export const cleanUp = kindView({ Result: IndicesDeleted, NextSteps: AfterCleanUp });
