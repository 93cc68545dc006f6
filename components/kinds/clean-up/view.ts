import { kindView } from '../kind-view.ts';
import { IndicesDeleted } from './result.tsx';

export const cleanUp = kindView({ Result: IndicesDeleted });
