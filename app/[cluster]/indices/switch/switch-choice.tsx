'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DataAge } from '@/components/data-age.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { aliasMapQuery } from '@/components/queries.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { ChooseAlias } from './choose-alias.tsx';
import { ChooseIndex } from './choose-index.tsx';

/** The first step: which of its indices the alias is to point to. */
export function SwitchChoice({ alias, steps }: { alias: string; steps: ReactNode }) {
  const { key } = useCluster();
  const query = useQuery(aliasMapQuery(key, alias === '' ? {} : { alias }));
  return (
    <>
      <Heading
        takeFocus
        steps={steps}
        sub={
          <>
            The alias is switched in one call; nothing is deleted.{' '}
            {query.data && (
              <>
                Checked <DataAge at={query.data.takenAt} />.
              </>
            )}
          </>
        }
      >
        {alias === '' ? 'Switch which alias?' : `Switch ${alias} to which index?`}
      </Heading>
      <QueryBoundary query={query} what="the indices">
        {(map) => (alias === '' ? <ChooseAlias map={map} /> : <ChooseIndex map={map} alias={alias} />)}
      </QueryBoundary>
    </>
  );
}
