import { plural } from '../format.ts';
import type { AliasTarget } from '../contract/plan.ts';

/** "8,940 documents"; null: unknown. */
export const formatDocuments = (documents: number | null): string =>
  documents === null ? 'an unknown number of documents' : plural(documents, 'document');

/** Indices with their documents, in one line. */
export const formatTargets = (targets: readonly Pick<AliasTarget, 'index' | 'documents'>[]): string =>
  targets.map(({ index, documents }) => `${index} (${formatDocuments(documents)})`).join(', ') || 'nothing';
