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
import { askedIn, inAddress, keyOfLookUp, lookUpAddress, type Asked } from './address.ts';
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
  const left = useLeft(address.left);
  const asked = askedIn(address);
  const keyOfAsked = asked === null ? null : keyOfLookUp(asked, left, address.right);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [press, setPress] = useState(0);
  const query = useQuery({
    ...lookUpQuery(key, {
      left: left ?? '',
      right: address.right,
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
      <ChooseIndices
        left={left}
        right={address.right}
        onLeft={(index) => change({ left: index, ...CLOSED })}
        onRight={(index) => change({ right: index, ...CLOSED })}
      />
      {asked === null || left === undefined ? (
        <EmptyState title="Nothing has been searched yet">
          {left === undefined ? 'Choose an index and type a query.' : 'Type a query and press Search.'}
        </EmptyState>
      ) : (
        <Results
          query={query}
          opened={address.document}
          onConfirm={() => setConfirmed(keyOfAsked)}
          onOpen={({ id, routing }) => change({ document: id, routing: routing ?? undefined })}
        />
      )}
      {left !== undefined && address.document !== undefined && (
        <OpenedDocument
          key={`${address.document} ${address.routing}`}
          left={left}
          right={address.right}
          id={address.document}
          routing={address.routing}
          onClose={() => change(CLOSED)}
        />
      )}
    </div>
  );
}

/** No document is open. */
const CLOSED = { document: undefined, routing: undefined };

const textOf = ({ kind, text }: Asked): string => `${kind} ${text}`;

/** The chosen index; where none is chosen, the one live index of the first alias that has one. */
function useLeft(chosen: string | undefined): string | undefined {
  const { key } = useCluster();
  const { data } = useQuery({ ...choiceQuery(key, {}), enabled: chosen === undefined });
  return chosen ?? data?.aliases.rows.find(({ indices }) => indices === 1)?.targets[0];
}
