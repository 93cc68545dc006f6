import { kindView } from '../kind-view.ts';
import { BackupDeleted } from './result.tsx';

export const deleteBackup = kindView({ Result: BackupDeleted });
