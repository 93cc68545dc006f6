import type { Metadata } from 'next';
import Link from 'next/link';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { ClusterProvider } from '@/components/cluster-context.tsx';
import { ClusterName } from '@/components/environment-tag.tsx';
import { ApprovalNews } from './approval-news.tsx';
import { HealthStrip } from './health-strip.tsx';
import { Nav } from './nav.tsx';
import { UtcClock } from './utc-clock.tsx';
import { SignOut } from '@/components/sign-out.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { TypedInput } from '@/components/typed-input.tsx';
import { openCluster } from '@/lib/access/open-cluster.ts';
import { configuration } from '@/lib/config.ts';
import { signOut } from '../sign-in/actions.ts';
import { chosenTheme } from '../theme.ts';

interface Props {
  params: Promise<{ cluster: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { cluster } = await openCluster(params);
  return { title: { default: cluster.name, template: `%s · ${cluster.name} · Restore Desk` } };
}

/** The bar names the cluster and its environment on every page; the health strip is under it; then the page. */
export default async function ClusterLayout({ params, children }: Props) {
  const { cluster, actor, approvals, may, protectedBy } = await openCluster(params);
  const theme = await chosenTheme();
  const { signIn, clusters } = configuration();
  const { key, name, environment, colour, readOnly } = cluster;
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
        user: actor.name,
        permitted: may,
        approvals,
      }}
    >
      <header data-env={colour} className="border-t-3 border-b border-t-env border-b-line bg-panel px-4 md:px-5">
        <div className="mx-auto flex max-w-[1320px] flex-wrap items-center gap-x-4 gap-y-1 py-2 md:min-h-[50px] md:flex-nowrap">
          <Link
            href="/"
            prefetch={false}
            className="hidden font-bold whitespace-nowrap text-text no-underline sm:inline"
          >
            Restore Desk
          </Link>
          <WhichCluster cluster={cluster} several={clusters.length > 1} />
          <Nav />
          <div className="ml-auto flex items-center gap-2 text-[13px] text-muted xl:gap-3">
            <SignedIn signIn={signIn.kind} actor={actor} />
            <UtcClock />
            <ThemeSwitch initial={theme} />
          </div>
        </div>
        <Limits cluster={cluster} protectedBy={protectedBy} signIn={signIn.kind} />
      </header>
      <HealthStrip />
      <main id="main" tabIndex={-1} className="mx-auto max-w-[1360px] px-3.5 pt-5 pb-16 outline-none md:px-5">
        <TypedInput />
        <ApprovalNews />
        <NuqsAdapter>{children}</NuqsAdapter>
      </main>
    </ClusterProvider>
  );
}

type Opened = Awaited<ReturnType<typeof openCluster>>;
type SignInKind = ReturnType<typeof configuration>['signIn']['kind'];

/** Its name and environment; where there are several, the way to the others. */
function WhichCluster({ cluster, several }: { cluster: Opened['cluster']; several: boolean }) {
  if (!several) return <ClusterName cluster={cluster} />;
  return (
    <Link
      href="/"
      prefetch={false}
      title="Choose another cluster"
      className="min-w-0 rounded-md px-1 text-text no-underline hover:bg-raised"
    >
      <ClusterName cluster={cluster} />
    </Link>
  );
}

function SignedIn({ signIn, actor }: { signIn: SignInKind; actor: Opened['actor'] }) {
  return (
    <>
      <span className="hidden max-w-40 truncate text-right leading-tight lg:inline">
        {signIn === 'none' ? (
          <span title="There is no sign-in: Restore Desk answers only this machine.">local only, no sign-in</span>
        ) : (
          <span title={`Your role here: ${actor.role}`}>{`${actor.name}, ${actor.role}`}</span>
        )}
      </span>
      {(signIn === 'local' || signIn === 'openid-connect') && <SignOut action={signOut} />}
    </>
  );
}

/** What every page of this cluster has to say about it. */
function Limits({ cluster, protectedBy, signIn }: Pick<Opened, 'cluster' | 'protectedBy'> & { signIn: SignInKind }) {
  const { readOnly, verificationOff } = cluster;
  if (!readOnly && !verificationOff && protectedBy === null && signIn !== 'none') return null;
  return (
    <div className="mx-auto flex max-w-[1320px] flex-wrap gap-x-4 pb-1.5 text-[13px] text-muted">
      {readOnly && <span>This cluster is read-only here.</span>}
      {protectedBy !== null && <span>This is the cluster of {protectedBy}, which protects its aliases here too.</span>}
      {verificationOff && <span className="font-semibold text-warn">▲ The cluster’s certificate is not verified.</span>}
      {signIn === 'none' && <span className="lg:hidden">Local only, no sign-in.</span>}
    </div>
  );
}
