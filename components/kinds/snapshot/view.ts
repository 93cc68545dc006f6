import { kindView } from '../kind-view.ts';
import { SnapshotTaken } from './result.tsx';

export const snapshot = kindView({ Result: SnapshotTaken });
