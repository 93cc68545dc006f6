import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where it is shown: the page of every kind of job has this file.
const Drilled = dynamic(() => import('./result.tsx').then((result) => result.Drilled));

export const drill = kindView({ Result: Drilled });
