import { kindView } from '../kind-view.ts';
import { AfterVerification } from './next-steps.tsx';
import { RepositoryVerified } from './result.tsx';

export const verifyRepository = kindView({ Result: RepositoryVerified, NextSteps: AfterVerification });
