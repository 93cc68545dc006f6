'use client';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { AreaField } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { Segments } from '@/components/ui/segments.tsx';
import { LONGEST_LOOK_UP, type LookUpKind } from '@/lib/contract/looked-up.ts';
import type { Asked } from './address.ts';

const KINDS: readonly { kind: LookUpKind; name: string; label: string; hint: string }[] = [
  {
    kind: 'words',
    name: 'Words',
    label: 'Words to search for',
    hint: 'Any of the words. Put a phrase in quotes; name a field with a colon: title:harbour, views:[10 TO 20], permit AND NOT title:"old".',
  },
  {
    kind: 'id',
    name: 'Document id',
    label: 'Id of the document',
    hint: 'The whole id, whatever its routing. Through an alias with a filter or a search routing, only what these show.',
  },
  {
    kind: 'json',
    name: 'Query as JSON',
    label: 'Query as JSON',
    hint: 'One clause, without "query" around it: {"match": {"title": "harbour"}}. No scripts.',
  },
];

interface Props {
  /** null: nothing yet. */
  asked: Asked | null;
  searching: boolean;
  onSearch: (asked: Asked) => void;
}

/** What is asked, and how it is meant. Nothing runs before “Search”. */
export function QueryForm({ asked, searching, onSearch }: Props) {
  const [kind, setKind] = useState<LookUpKind>(asked?.kind ?? 'words');
  const [text, setText] = useState(asked?.text ?? '');
  // Another look-up may come by the address: Back, or a link.
  const [shown, setShown] = useState(asked);
  if (asked?.kind !== shown?.kind || asked?.text !== shown?.text) {
    setShown(asked);
    setKind(asked?.kind ?? 'words');
    setText(asked?.text ?? '');
  }
  const { label, hint } = KINDS.find((each) => each.kind === kind)!;
  const field = {
    label,
    value: text,
    required: true,
    maxLength: LONGEST_LOOK_UP,
    onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  return (
    <Panel>
      <form
        role="search"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== '') onSearch({ kind, text });
        }}
      >
        <div className="flex items-start gap-2.5 max-mid:flex-col">
          {kind === 'json' ? (
            <AreaField {...field} className="w-full flex-1" rows={4} />
          ) : (
            <SearchField {...field} className="!w-full flex-1" autoComplete="off" spellCheck={false} />
          )}
          {/* Never disabled: another query ends the one that runs. */}
          <Button type="submit" look="primary" className="max-mid:w-full">
            {searching ? 'Searching…' : 'Search'}
          </Button>
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Segments
            label="Kind of the query"
            segments={KINDS.map((each) => ({
              name: each.name,
              current: each.kind === kind,
              onSelect: () => setKind(each.kind),
            }))}
          />
          <p className="min-w-0 flex-1 basis-72 text-small text-muted [overflow-wrap:anywhere]">{hint}</p>
        </div>
      </form>
    </Panel>
  );
}
