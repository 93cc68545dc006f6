import { kindView } from '../kind-view.ts';
import { AfterDeletion } from './next-steps.tsx';
import { BackupDeleted } from './result.tsx';

export const deleteBackup = kindView({ Result: BackupDeleted, NextSteps: AfterDeletion });
