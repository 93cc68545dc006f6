import type { SeedDocument } from '../servers/seed-index.ts';
import { findSection } from './documents.ts';

/** What an index has of the documents that its last backup has, after the loss, and what was published in between. */
export interface AfterTheBackup {
  alias: string;
  /** In the backup. */
  documents: number;
  /** In the index at the end, with the new ones. */
  remaining: number;
  changed: number;
  added: number;
}

/** What is published after the backup: some changed documents, which the loss spares, and some new ones. */
export function publishedDocuments(event: AfterTheBackup): SeedDocument[] {
  const { alias, documents, changed, added } = event;
  const { document } = findSection(alias);
  const spared = sparedNumbers(event);
  const edited = Array.from({ length: changed }, (_, at) =>
    edit(document(spared[Math.floor(((at + 0.5) * spared.length) / changed)]!)),
  );
  const fresh = Array.from({ length: added }, (_, at) => document(documents + at));
  return [...edited, ...fresh];
}

export const publishedLines = (event: AfterTheBackup): string =>
  publishedDocuments(event)
    .map(({ id, source }) => `${actionLine('index', id)}${String(source)}\n`)
    .join('');

/** What the loss deletes: all but some documents of the backup, evenly over the whole index. */
export function deletedIds(event: AfterTheBackup): string[] {
  const { document } = findSection(event.alias);
  const spared = new Set(sparedNumbers(event));
  return Array.from({ length: event.documents }, (_, n) => n)
    .filter((n) => !spared.has(n))
    .map((n) => document(n).id);
}

export const deletionLines = (event: AfterTheBackup): string =>
  deletedIds(event)
    .map((id) => actionLine('delete', id))
    .join('');

function sparedNumbers({ documents, remaining, added }: AfterTheBackup): number[] {
  const spared = remaining - added;
  return Array.from({ length: spared }, (_, at) => Math.ceil((at * documents) / spared));
}

const actionLine = (action: 'index' | 'delete', id: string): string => `${JSON.stringify({ [action]: { _id: id } })}\n`;

/** The same page with another description, as text: its 64-bit hash would be rounded. */
const edit = ({ id, source }: SeedDocument): SeedDocument => ({
  id,
  source: String(source).replace(
    /"description":"[^"]*"/,
    '"description":"This page was changed this morning. You will hear within 14 days."',
  ),
});
