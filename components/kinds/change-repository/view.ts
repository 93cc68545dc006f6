import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const RepositoryChanged = dynamic(() => import('./result.tsx').then((result) => result.RepositoryChanged));
const AfterRepositoryChange = dynamic(() => import('./next-steps.tsx').then((next) => next.AfterRepositoryChange));

export const changeRepository = kindView({ Result: RepositoryChanged, NextSteps: AfterRepositoryChange });
