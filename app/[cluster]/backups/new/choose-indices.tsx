import { useState } from 'react';
import { CheckField, Disclosure, Tag, TextField } from '@/components/ui/index.ts';
import type { IndexSummary } from '@/lib/contract/indices.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { joined, namesIn, toggled } from './names.ts';
import { OnlyFirst, SHOWN } from './only-first.tsx';
import type { Wish } from './use-wish.ts';

interface Props {
  indices: readonly IndexSummary[];
  /** There is nothing else to choose from. */
  open: boolean;
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** Single indices, folded away until one of them is chosen. */
export function ChooseIndices({ indices, open, wish, onChange }: Props) {
  const [find, setFind] = useState('');
  const chosen = namesIn(wish.indices);
  const found = indices.filter((index) => index.name.includes(find.trim().toLowerCase()));
  return (
    <Disclosure
      openOnce={chosen.size > 0 || open}
      summary={`Choose single indices${chosen.size > 0 ? ` (${formatCount(chosen.size)} chosen)` : ''}`}
    >
      <div className="mt-2 flex flex-col gap-2">
        <TextField label="Find an index" type="search" value={find} onChange={(event) => setFind(event.target.value)} />
        <div className="max-h-80 overflow-y-auto rounded-md border px-3 py-1">
          {found.slice(0, SHOWN).map((index) => (
            <CheckField
              key={index.uuid}
              label={
                <>
                  <code>{index.name}</code> <span className="text-muted">{plural(index.documents, 'document')}</span>{' '}
                  {index.state === 'closed' && <Tag tone="warn">closed</Tag>}
                </>
              }
              checked={chosen.has(index.name)}
              onChange={() =>
                onChange({ aliases: wish.aliases, all: wish.all, indices: joined(toggled(chosen, index.name)) })
              }
            />
          ))}
          {found.length === 0 && <p className="py-2 text-muted">No index is called like this.</p>}
          <OnlyFirst of={found.length} />
        </div>
      </div>
    </Disclosure>
  );
}
