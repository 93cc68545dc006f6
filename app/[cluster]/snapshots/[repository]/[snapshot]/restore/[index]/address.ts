import { notFound } from 'next/navigation';
import type { IndexOfSnapshot } from '@/components/restore/snapshot-steps.tsx';
import { restoreSnapshotAsked } from '@/lib/kinds/restore-snapshot/review.ts';

export type IndexParams = Promise<{ cluster: string; repository: string; snapshot: string; index: string }>;

/** The names in the address of a page. Answers 404 where they can't be names. */
export async function indexIn(params: IndexParams): Promise<IndexOfSnapshot> {
  const { repository, snapshot, index } = await params;
  const names = Object.fromEntries(
    Object.entries({ repository, snapshot, index }).map(([name, text]) => [name, decoded(text)]),
  );
  const parsed = restoreSnapshotAsked.safeParse({ ...names, choices: { index: names['index'] } });
  if (!parsed.success) notFound();
  return { repository: parsed.data.repository, snapshot: parsed.data.snapshot, index: parsed.data.choices.index };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    notFound();
  }
}
