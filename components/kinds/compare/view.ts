import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';
import { AfterComparison } from './after-comparison.tsx';

// Loaded where it is shown: the page of every kind of job has this file.
const Compared = dynamic(() => import('./result.tsx').then((result) => result.Compared));

export const compare = kindView({ Result: Compared, NextSteps: AfterComparison });
