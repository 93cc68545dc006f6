import { kindView } from '../kind-view.ts';
import { Verified } from './result.tsx';

export const verify = kindView({ Result: Verified });
