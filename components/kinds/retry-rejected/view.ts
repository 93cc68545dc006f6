import { kindView } from '../kind-view.ts';
import { SafetyNote } from '../restore/safety-note.tsx';
import { Proof } from '../restore/result.tsx';

export const retryRejected = kindView({ Result: Proof, NextSteps: SafetyNote });
