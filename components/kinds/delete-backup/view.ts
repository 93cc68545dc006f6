import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const BackupsDeleted = dynamic(() => import('./result.tsx').then((result) => result.BackupsDeleted));
const AfterDeletion = dynamic(() => import('./next-steps.tsx').then((next) => next.AfterDeletion));

export const deleteBackup = kindView({ Result: BackupsDeleted, NextSteps: AfterDeletion });
