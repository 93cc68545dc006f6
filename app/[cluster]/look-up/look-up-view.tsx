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
import { askedIn, inAddress, keyOfLookUp, lookUpAddress, type Asked, type LookedUpSides } from './address.ts';
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
  const { left } = sides;
  const asked = askedIn(address);
  const keyOfAsked = asked === null ? null : keyOfLookUp(asked, left, sides.right, sides);
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const [press, setPress] = useState(0);
  const query = useQuery({
    ...lookUpQuery(key, {
      ...sides,
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
        <EmptyState title="Nothing has been searched yet">
          {left === undefined ? 'Choose an index and type a query.' : 'Type a query and press Search.'}
        </EmptyState>
      ) : (
        <Results
          query={query}
          sides={sides}
          opened={address.document}
          onConfirm={() => setConfirmed(keyOfAsked)}
          onOpen={({ id, routing }) => change({ document: id, routing: routing ?? undefined })}
        />
      )}
      {left !== undefined && address.document !== undefined && (
        <OpenedDocument
          key={`${address.document} ${address.routing}`}
          sides={{ ...sides, left }}
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

/** The chosen indices; where no left one is chosen, the one live index of the first alias of its cluster that has one. */
function useLookedUpSides(chosen: Partial<LookedUpSides>): LookedUpSides {
  const { key } = useCluster();
  const otherThanOwn = (cluster: string | undefined) => (cluster === key ? undefined : cluster);
  const [leftCluster, rightCluster] = [otherThanOwn(chosen.leftCluster), otherThanOwn(chosen.rightCluster)];
  const { data } = useQuery({ ...choiceQuery(leftCluster ?? key, {}), enabled: chosen.left === undefined });
  const left = chosen.left ?? data?.aliases.rows.find(({ indices }) => indices === 1)?.targets[0];
  return { left, leftCluster, right: chosen.right, rightCluster };
}
