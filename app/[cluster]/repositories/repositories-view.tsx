'use client';
import { useQuery } from '@tanstack/react-query';
import type { RepositoriesPage } from '@/lib/contract/repositories-page.ts';
import { DataAge } from '@/components/data-age.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { repositoriesQuery } from '@/components/snapshot-queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { FolderCard } from './folder-card.tsx';
import { PoliciesSection, type RunPolicy } from './policies-section.tsx';
import { RepositoryCard } from './repository-card.tsx';
import { SelectedRepository, type VerifyAction } from './selected-repository.tsx';

interface ViewProps {
  name: string | undefined;
  verify: VerifyAction;
  runPolicy: RunPolicy;
}

/** Every place with backups, and one repository in full. The selected one is in the address. */
export function RepositoriesView({ name, verify, runPolicy }: ViewProps) {
  const { key } = useCluster();
  const query = useQuery(repositoriesQuery(key, name));
  return (
    <>
      <Heading sub={<About page={query.data} />} actions={<RegisterLink />}>
        Repositories
      </Heading>
      <QueryBoundary query={query} what="the repositories">
        {(page, _stale, whyOld) => <Repositories page={page} name={name} verify={verify} whyOld={whyOld} />}
      </QueryBoundary>
      {query.data && <PoliciesSection run={runPolicy} />}
    </>
  );
}

function About({ page }: { page: RepositoriesPage | undefined }) {
  return (
    <p>
      Where backups are kept: zip files, and snapshots in the cluster’s repositories.
      {page && (
        <>
          {' '}
          Checked <DataAge at={page.takenAt} />.
        </>
      )}
    </p>
  );
}

function RegisterLink({ primary = false }: { primary?: boolean }) {
  const { key } = useCluster();
  return (
    <LinkButton
      look={primary ? 'primary' : 'plain'}
      href={paths.registerRepository(key)}
      blocked={useBlocked('change-repository')}
      className="max-mid:w-full"
    >
      <Icon name="plus" />
      Register repository
    </LinkButton>
  );
}

interface RepositoriesProps {
  page: RepositoriesPage;
  name: string | undefined;
  verify: VerifyAction;
  whyOld: string | null;
}

function Repositories({ page, name, verify, whyOld }: RepositoriesProps) {
  const { rows, selected, folder } = page;
  const row = rows.find((each) => each.name === selected?.name);
  return (
    <>
      <ul
        aria-label="Repositories"
        className="mb-8 grid grid-cols-[repeat(auto-fill,minmax(min(100%,290px),1fr))] gap-4"
      >
        {rows.map((each) => (
          <li key={each.name} className="min-w-0">
            <RepositoryCard row={each} nodes={page.nodes} current={each.name === selected?.name} />
          </li>
        ))}
        <li className="min-w-0">
          <FolderCard folder={folder} place={page.backupsAt} />
        </li>
      </ul>
      {rows.length === 0 ? (
        <NoRepository />
      ) : row && selected ? (
        <SelectedRepository
          key={row.name}
          row={row}
          selected={selected}
          canCleanUp={page.canCleanUp}
          verify={verify}
          whyOld={whyOld}
        />
      ) : (
        <EmptyState title={`There is no repository ${name ?? ''}`}>
          It was unregistered, or its name is another one. Choose a repository above.
        </EmptyState>
      )}
    </>
  );
}

function NoRepository() {
  const { name } = useCluster();
  return (
    <EmptyState title="No repository is registered" actions={<RegisterLink primary />}>
      {name} can take snapshots of its indices when it has a repository.
    </EmptyState>
  );
}
