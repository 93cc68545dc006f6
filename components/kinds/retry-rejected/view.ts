import { kindView } from '../kind-view.ts';
import { SafetyNote } from '../restore/safety-note.tsx';
import { restore } from '../restore/view.ts';

export const retryRejected = kindView({ Result: restore.Result, NextSteps: SafetyNote });
