'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { lookUpQuery } from '@/components/look-up-queries.ts';
import { choiceQuery } from '@/components/queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { useFilter } from '@/components/use-filter.ts';
import {
  askedIn,
  inAddress,
  keyOfLookUp,
  lookUpAddress,
  searchedIn,
  sidesIn,
  type Asked,
  type LookedUpSides,
} from './address.ts';
import { ChooseIndices } from './choose-indices.tsx';
import { OpenedDocument } from './opened-document.tsx';
import { QueryForm } from './query-form.tsx';
import { Results } from './results.tsx';

/** One query of one index, or of two side by side. All of it is in the address, but what a costly query costs is confirmed here. */
export function LookUpView() {
  const blocked = useBlocked('read-documents');
  return (
    <>
      <Heading
        takeFocus
        sub="Ask one index, or two side by side, the same question: words, a document id or a query. Nothing is changed."
      >
        Look-up
      </Heading>
      {blocked === null ? (
        <LookUp />
      ) : (
        <Notice tone="info" title="A look-up shows documents">
          <p>{blocked}</p>
        </Notice>
      )}
    </>
  );
}

function LookUp() {
  const { key } = useCluster();
  const [address, change] = useFilter(lookUpAddress, { history: 'push' });
  const sides = useLookedUpSides(address);
  const searched = searchedIn(sides);
  const { left } = searched;
  const asked = askedIn(address);
  const keyOfAsked = asked === null ? null : keyOfLookUp(asked, left, searched.right, searched);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [press, setPress] = useState(0);
  const query = useQuery({
    ...lookUpQuery(key, {
      ...searched,
      left: left ?? '',
      kind: asked?.kind ?? 'words',
      query: asked?.text ?? '',
      confirmed: keyOfAsked !== null && confirmed === keyOfAsked,
      press,
    }),
    enabled: asked !== null && left !== undefined,
  });
  return (
    <div className="flex flex-col gap-4">
      <QueryForm
        asked={asked}
        searching={query.fetchStatus === 'fetching'}
        onSearch={(next) => {
          if (asked !== null && textOf(next) === textOf(asked)) setPress(press + 1);
          else change({ ...inAddress(next), left, ...CLOSED });
        }}
      />
      <ChooseIndices sides={sides} onChange={(next) => change({ ...next, ...CLOSED })} />
      {asked === null || left === undefined ? (
        <NothingSearched asked={asked !== null} indexChosen={left !== undefined} />
      ) : (
        <Results
          query={query}
          sides={searched}
          opened={address.document}
          onConfirm={() => setConfirmed(keyOfAsked)}
          onOpen={({ id, routing }) => change({ document: id, routing: routing ?? undefined })}
        />
      )}
      {left !== undefined && address.document !== undefined && (
        <OpenedDocument
          key={`${address.document} ${address.routing}`}
          sides={{ ...searched, left }}
          id={address.document}
          routing={address.routing}
          onClose={() => change(CLOSED)}
        />
      )}
    </div>
  );
}

/** What is missing for a search. */
function NothingSearched({ asked, indexChosen }: { asked: boolean; indexChosen: boolean }) {
  if (asked) return <EmptyState title="No index is chosen on the left">The query runs when you choose one.</EmptyState>;
  return (
    <EmptyState title="Nothing has been searched yet">
      {indexChosen ? 'Type a query and press Search.' : 'Choose an index and type a query.'}
    </EmptyState>
  );
}

/** No document is open. */
const CLOSED = { document: undefined, routing: undefined };

const textOf = ({ kind, text }: Asked): string => `${kind} ${text}`;

/** The chosen indices; where neither index nor cluster is chosen on the left, the one live index of the first alias that has one. */
function useLookedUpSides(chosen: Partial<LookedUpSides>): LookedUpSides {
  const { key } = useCluster();
  const { data } = useQuery({
    ...choiceQuery(key, {}),
    enabled: chosen.left === undefined && chosen.leftCluster === undefined,
  });
  return sidesIn(chosen, key, data?.aliases.rows.find(({ indices }) => indices === 1)?.targets[0]);
}
