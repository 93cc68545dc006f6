import { kindView } from '../kind-view.ts';
import { SnapshotDeleted } from './result.tsx';

export const deleteSnapshot = kindView({ Result: SnapshotDeleted });
