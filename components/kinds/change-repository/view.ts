import { kindView } from '../kind-view.ts';
import { AfterRepositoryChange } from './next-steps.tsx';
import { RepositoryChanged } from './result.tsx';

export const changeRepository = kindView({ Result: RepositoryChanged, NextSteps: AfterRepositoryChange });
