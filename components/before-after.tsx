import type { ReactNode } from 'react';
import type { IndexReference } from '@/lib/contract/job-page.ts';
import { plural } from '@/lib/format.ts';
import { IndexName } from './index-name.tsx';
import { Swap } from './swap.tsx';

type Named = Pick<IndexReference, 'index'> & Partial<IndexReference>;

interface BeforeAfterProps {
  before: readonly Named[];
  after: readonly Named[];
  /** The cluster has confirmed it since. */
  now?: boolean;
  /** About an index, beside its documents: "kept, open". */
  noteOf?: (index: string) => ReactNode;
  /** It fills its card. */
  flush?: boolean;
}

/** Indices side by side: what an alias pointed to, and what it points to. */
export function BeforeAfter({ before, after, now = false, noteOf, flush = false }: BeforeAfterProps) {
  const swap = (
    <Swap
      first={<Names title="Before" indices={before} noteOf={noteOf} />}
      second={<Names title={now ? 'Now' : 'After'} indices={after} noteOf={noteOf} />}
    />
  );
  return flush ? swap : <div className="overflow-clip rounded-md border">{swap}</div>;
}

interface NamesProps extends Pick<BeforeAfterProps, 'noteOf'> {
  title: string;
  indices: readonly Named[];
}

function Names({ title, indices, noteOf }: NamesProps) {
  return (
    <>
      <p className="mb-1.5 text-caption text-faint">{title}</p>
      {indices.length === 0 && <p className="text-muted">no index</p>}
      <ul className="flex flex-col gap-2.5">
        {indices.map(({ index, documents }) => {
          const note = noteOf?.(index);
          return (
            <li key={index}>
              <IndexName name={index} copy />
              {(documents != null || note) && (
                <p className="text-muted">
                  {documents != null && plural(documents, 'document')}
                  {documents != null && note && ' · '}
                  {note}
                </p>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}
