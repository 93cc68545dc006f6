import type { IndexReference } from '@/lib/contract/job-page.ts';
import { plural } from '@/lib/format.ts';

type Named = Pick<IndexReference, 'index'> & Partial<IndexReference>;

/** Indices side by side: what an alias pointed to, and what it points to. */
export function BeforeAfter({
  before,
  after,
  now = false,
}: {
  before: readonly Named[];
  after: readonly Named[];
  /** The cluster has confirmed it since. */
  now?: boolean;
}) {
  return (
    <div className="grid items-stretch gap-2.5 mid:grid-cols-[minmax(0,1fr)_32px_minmax(0,1fr)]">
      <Names title="Before" indices={before} />
      <div aria-hidden="true" className="grid place-items-center text-xl text-faint max-mid:rotate-90">
        →
      </div>
      <Names title={now ? 'Now' : 'After'} indices={after} strong />
    </div>
  );
}

function Names({ title, indices, strong = false }: { title: string; indices: readonly Named[]; strong?: boolean }) {
  return (
    <div className={strong ? 'min-w-0 rounded-md border border-accent p-3' : 'min-w-0 rounded-md border p-3'}>
      <p className="text-small text-faint">{title}</p>
      {indices.length === 0 && <p className="text-muted">no index</p>}
      {indices.map(({ index, documents }) => (
        <div key={index}>
          <code>{index}</code>
          {documents != null && <b className="block font-semibold">{plural(documents, 'document')}</b>}
        </div>
      ))}
    </div>
  );
}
