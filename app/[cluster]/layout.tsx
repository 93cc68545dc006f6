import type { Metadata } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ClusterProvider } from '@/components/cluster-context.tsx';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { ApprovalNews } from './approval-news.tsx';
import { HealthButton, HealthFacts, HealthProblem } from './cluster-health.tsx';
import { Crumbs } from './crumbs.tsx';
import { MenuButton } from './menu-button.tsx';
import { Sidebar } from './sidebar.tsx';
import { Palette } from '@/components/palette/palette.tsx';
import { Shortcuts } from '@/components/shortcuts/shortcuts.tsx';
import { TypedInput } from '@/components/typed-input.tsx';
import { State } from '@/components/ui/state.tsx';
import { clustersOf } from '@/lib/access/current-user.ts';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { configuration } from '@/lib/config.ts';
import { readsOf } from '@/lib/live/cluster-reads.ts';

interface Props {
  params: Promise<{ cluster: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cluster } = await openCluster(params);
  return { title: { default: cluster.name, template: `%s · ${cluster.name} · Restore Desk` } };
}

/** The sidebar and the top line name the cluster, its environment and its health on every page; then the page. */
export default async function ClusterLayout({ params, children }: Props) {
  const { cluster, actor, approvals, identity, may, protectedBy } = await openCluster(params);
  const { signIn, clusters } = configuration();
  const others = clustersOf(identity).filter((other) => other.key !== cluster.key);
  const { key, name, environment, colour, readOnly } = cluster;
  const health = readsOf(key).health.reading().value;
  return (
    <ClusterProvider
      value={{
        key,
        name,
        environment,
        colour,
        protected: cluster.protected,
        approval: Boolean(cluster.approval),
        readOnly,
        others: others.map(({ key, name, environment, colour }) => ({ key, name, environment, colour })),
        user: actor.name,
        permitted: may,
        approvals,
      }}
    >
      <div className="frame">
        <Sidebar cluster={cluster} several={clusters.length > 1} signIn={signIn.kind} actor={actor} />
        <div className="min-w-0">
          <header className="sticky top-0 z-20 flex h-(--top) items-center gap-3 border-b bg-bg px-4 mid:gap-4 mid:px-6 side:px-10">
            <HealthButton known={health} opens="cluster-health" />
            <div className="flex min-w-0 flex-1 items-center gap-2.5 side:hidden">
              <b className="min-w-0 truncate text-[15px]/5 tracking-[-0.01em]">{name}</b>
              <EnvironmentTag environment={environment} colour={colour} />
            </div>
            <Crumbs />
            <Palette />
            <HealthFacts known={health} id="cluster-health" />
            <MenuButton />
          </header>
          <HealthProblem known={health} />
          <Limits cluster={cluster} protectedBy={protectedBy} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto max-w-[1256px] px-4 pt-5 pb-12 outline-none mid:px-6 mid:pt-8 mid:pb-[72px] side:px-10"
          >
            <TypedInput />
            <Shortcuts />
            <ApprovalNews />
            <NuqsAdapter>{children}</NuqsAdapter>
          </main>
        </div>
      </div>
    </ClusterProvider>
  );
}

type Opened = Awaited<ReturnType<typeof openCluster>>;

/** What every page of this cluster has to say about it. */
function Limits({ cluster: { readOnly, verificationOff }, protectedBy }: Pick<Opened, 'cluster' | 'protectedBy'>) {
  if (!readOnly && !verificationOff && protectedBy === null) return null;
  return (
    <div className="border-b px-4 py-2 text-small text-muted mid:px-6 side:px-10">
      <div className="mx-auto flex max-w-[1176px] flex-wrap gap-x-4 gap-y-1">
        {readOnly && <span>This cluster is read-only here.</span>}
        {protectedBy !== null && (
          <span>This is the cluster of {protectedBy}, which protects its aliases here too.</span>
        )}
        {verificationOff && <State level="warn">The cluster’s certificate is not verified.</State>}
      </div>
    </div>
  );
}
