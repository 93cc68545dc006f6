'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { choiceQuery } from '@/components/queries.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import type { ClusterChoice } from '@/lib/contract/choice.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { Choice, ChoiceBox } from './choice.tsx';
import { ChooseCluster } from './choose-cluster.tsx';

interface Props {
  /** The side. */
  name: 'left' | 'right';
  /** The one that is listed first. */
  first?: string | undefined;
  chosen: string | undefined;
  onChoose: (index: string) => void;
  /** The key of another cluster; undefined: that of the page. */
  cluster: string | undefined;
  onCluster: (cluster: string | undefined) => void;
}

/** The indices of the cluster, or of another one that can be chosen, by a part of their names. */
export function ChooseIndex({ cluster, onCluster, ...rest }: Props) {
  const { key } = useCluster();
  return (
    <ChoiceBox>
      <ChooseCluster name={rest.name} cluster={cluster} onCluster={onCluster} />
      <IndicesOf key={cluster ?? key} cluster={cluster ?? key} {...rest} />
    </ChoiceBox>
  );
}

function IndicesOf({ cluster, name, first, chosen, onChoose }: Omit<Props, 'onCluster'> & { cluster: string }) {
  const [find, setFind] = useState('');
  const query = useQuery(choiceQuery(cluster, { index: useDebounced(find) }));
  return (
    <>
      <div className="px-4 py-3 mid:px-5">
        <SearchField
          label={`Find the ${name} index`}
          className="w-full"
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      </div>
      <QueryBoundary query={query} what="the indices">
        {(choice) => <Rows choice={choice} find={find} name={name} first={first} chosen={chosen} onChoose={onChoose} />}
      </QueryBoundary>
    </>
  );
}

function Rows({
  choice: { aliases, found, indices },
  find,
  name,
  first,
  chosen,
  onChoose,
}: Omit<Props, 'cluster' | 'onCluster'> & { choice: ClusterChoice; find: string }) {
  const live = new Set(aliases.rows.flatMap(({ targets }) => targets));
  return (
    <fieldset className="min-w-0">
      <legend className="sr-only">The {name} index</legend>
      {indices
        .toSorted((a, b) => Number(b.name === first) - Number(a.name === first))
        .map((index) => (
          <Choice
            key={index.uuid}
            name={name}
            value={index.name}
            checked={index.name === chosen}
            disabled={index.state === 'closed'}
            onChoose={() => onChoose(index.name)}
            aside={index.state === 'closed' ? 'closed' : plural(index.documents, 'document')}
          >
            <IndexName plain name={index.name} inSentence /> {live.has(index.name) && <Chip tone="live">live</Chip>}
          </Choice>
        ))}
      {found === 0 && (
        <p className="px-4 py-3 text-muted mid:px-5">
          {find === '' ? 'The cluster has no index.' : 'No index has this in its name.'}
        </p>
      )}
      {found > indices.length && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          The first {formatCount(indices.length)} of {formatCount(found)}: type more of the name.
        </p>
      )}
    </fieldset>
  );
}
