import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const PolicyRan = dynamic(() => import('./result.tsx').then((result) => result.PolicyRan));
const AfterPolicy = dynamic(() => import('./next-steps.tsx').then((next) => next.AfterPolicy));

export const runPolicy = kindView({ Result: PolicyRan, NextSteps: AfterPolicy });
