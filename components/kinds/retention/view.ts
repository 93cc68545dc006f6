import { kindView } from '../kind-view.ts';
import { RetentionDone } from './result.tsx';

export const retention = kindView({ Result: RetentionDone });
