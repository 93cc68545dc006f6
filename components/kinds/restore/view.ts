import dynamic from 'next/dynamic';
import { paths } from '../../paths.ts';
import { restoredBackup } from '../../restore/restored-backup.ts';
import { kindView } from '../kind-view.ts';
import { SafetyNote } from './safety-note.tsx';
import { ReviewAgain } from './resume.tsx';

// Loaded where it is shown: the page of every kind of job has this file.
const Proof = dynamic(() => import('./result.tsx').then((result) => result.Proof));

export const restore = kindView({
  Result: Proof,
  NextSteps: SafetyNote,
  ResumeAction: ReviewAgain,
  // A restore's job is shown as a restore, with its steps.
  hrefOfFollower: (cluster, job, { restore: facts, moved }) => {
    const backup = moved === null ? restoredBackup(facts) : null;
    return backup && paths.restoreRun(cluster, backup.id, job, backup.from);
  },
});
