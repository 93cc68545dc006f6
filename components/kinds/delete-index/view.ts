import dynamic from 'next/dynamic';
import type { DeleteIndexResult } from '@/lib/kinds/delete-index/schema.ts';
import { kindView, type ResultProps } from '../kind-view.ts';

// Loaded where it is shown: the page of every kind of job has this file.
const IndexDeleted = dynamic<ResultProps<DeleteIndexResult>>(() =>
  import('./result.tsx').then((result) => result.IndexDeleted),
);

export const deleteIndex = kindView({ Result: IndexDeleted });
