import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Brand } from '@/components/brand.tsx';
import { Palette } from '@/components/palette/palette.tsx';
import { paths } from '@/components/paths.ts';
import { SignOut } from '@/components/sign-out.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { clustersOf, currentUser } from '@/lib/access/current-user.ts';
import { configuration } from '@/lib/config.ts';
import { loadClusters } from '@/lib/pages/load-clusters.ts';
import { ClustersView } from './(clusters)/clusters-view.tsx';
import { signOut } from './sign-in/actions.ts';
import { chosenTheme } from './theme.ts';

export const metadata: Metadata = { title: 'Clusters' };

/** All clusters of a person, the worst first: to choose one, or on a screen on the wall. Skipped where there is only one. */
export default async function Clusters() {
  const { identity } = await currentUser();
  if (!identity) redirect('/sign-in');
  const { signIn } = configuration();
  const clusters = clustersOf(identity);
  const only = clusters.length === 1 ? clusters[0] : undefined;
  if (only) redirect(paths.overview(only.key));
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[1840px] px-4 pt-5 pb-12 outline-none mid:px-8 mid:pt-6">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <Brand />
        <div className="flex min-w-0 flex-wrap items-center justify-end gap-x-3 gap-y-1">
          <span className="min-w-0 text-small [overflow-wrap:anywhere] text-muted">
            {signIn.kind === 'none' ? 'Local only, no sign-in' : `Signed in as ${identity.name}`}
          </span>
          {(signIn.kind === 'local' || signIn.kind === 'openid-connect') && <SignOut action={signOut} />}
          <Palette
            clusters={clusters.map(({ key, name, environment, colour }) => ({ key, name, environment, colour }))}
          />
          <ThemeSwitch initial={await chosenTheme()} />
        </div>
      </div>
      {clusters.length === 0 ? (
        <>
          <h1 className="mb-5">You have no role on any cluster</h1>
          <p className="text-muted">
            You are signed in as {identity.name}. An administrator of Restore Desk can give you a role in its
            configuration.
          </p>
        </>
      ) : (
        <>
          <h1 className="mb-3 text-[15px]/6 text-muted">Clusters</h1>
          <NuqsAdapter>
            <ClustersView initial={loadClusters(identity, clusters)} />
          </NuqsAdapter>
        </>
      )}
    </main>
  );
}
