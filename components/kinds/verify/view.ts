import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where it is shown: the page of every kind of job has this file.
const Verified = dynamic(() => import('./result.tsx').then((result) => result.Verified));

export const verify = kindView({ Result: Verified });
