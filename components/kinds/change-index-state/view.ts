import dynamic from 'next/dynamic';
import type { ChangeIndexStateResult } from '@/lib/kinds/change-index-state/schema.ts';
import { kindView, type NextStepsProps, type ResultProps } from '../kind-view.ts';

// Loaded where they are shown: the page of every kind of job has this file.
const IndexStateChanged = dynamic<ResultProps<ChangeIndexStateResult>>(() =>
  import('./result.tsx').then((result) => result.IndexStateChanged),
);
const AfterIndexState = dynamic<NextStepsProps>(() => import('./next-steps.tsx').then((next) => next.AfterIndexState));

export const changeIndexState = kindView({ Result: IndexStateChanged, NextSteps: AfterIndexState });
