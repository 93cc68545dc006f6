import { kindView } from '../kind-view.ts';
import { Drilled } from './result.tsx';

export const drill = kindView({ Result: Drilled });
