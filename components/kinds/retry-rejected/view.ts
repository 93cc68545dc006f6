import { kindView } from '../kind-view.ts';
import { Reassurance } from '../restore/reassurance.tsx';
import { Proof } from '../restore/result.tsx';

export const retryRejected = kindView({ Result: Proof, NextSteps: Reassurance });
