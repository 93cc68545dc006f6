import dynamic from 'next/dynamic';
import { kindView } from '../kind-view.ts';

// Loaded where it is shown: the page of every kind of job has this file.
const AliasChanged = dynamic(() => import('./result.tsx').then((result) => result.AliasChanged));
const UndoChange = dynamic(() => import('./undo-change.tsx').then((undo) => undo.UndoChange));

export const changeAlias = kindView({ Result: AliasChanged, NextSteps: UndoChange });
