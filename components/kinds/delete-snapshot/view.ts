import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where it is shown: the page of every kind of job has this file.
const SnapshotDeleted = dynamic(() => import('./result.tsx').then((result) => result.SnapshotDeleted));

export const deleteSnapshot = kindView({ Result: SnapshotDeleted });
