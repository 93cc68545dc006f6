import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const RepositoryVerified = dynamic(() => import('./result.tsx').then((result) => result.RepositoryVerified));
const AfterVerification = dynamic(() => import('./next-steps.tsx').then((next) => next.AfterVerification));

export const verifyRepository = kindView({ Result: RepositoryVerified, NextSteps: AfterVerification });
