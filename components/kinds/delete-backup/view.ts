import { kindView } from '../kind-view.ts';
import { AfterDeletion } from './next-steps.tsx';
import { BackupsDeleted } from './result.tsx';

export const deleteBackup = kindView({ Result: BackupsDeleted, NextSteps: AfterDeletion });
