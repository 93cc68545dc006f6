import { kindView } from '../kind-view.ts';
import { BackupsMade } from './result.tsx';

export const backup = kindView({ Result: BackupsMade });
