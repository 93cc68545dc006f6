import Link from 'next/link';
import { redirect } from 'next/navigation';
import { Brand } from '@/components/brand.tsx';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { Palette } from '@/components/palette/palette.tsx';
import { paths } from '@/components/paths.ts';
import { SignOut } from '@/components/sign-out.tsx';
import { ClusterApprovals } from './cluster-approvals.tsx';
import { ClusterState } from './cluster-state.tsx';
import { SessionEnded } from './session-ended.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { withStrictestRules } from '@/lib/access/cluster-rules.ts';
import { clustersOf, currentUser, roleOnCluster } from '@/lib/access/current-user.ts';
import type { Identity } from '@/lib/access/roles.ts';
import { configuration, type ConfiguredCluster } from '@/lib/config.ts';
import { signOut } from './sign-in/actions.ts';
import { chosenTheme } from './theme.ts';

/** Which cluster? Skipped where there is only one. */
export default async function ChooseCluster() {
  const { identity } = await currentUser();
  if (!identity) redirect('/sign-in');
  const { signIn } = configuration();
  const clusters = clustersOf(identity);
  const only = clusters.length === 1 ? clusters[0] : undefined;
  if (only) redirect(paths.overview(only.key));
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[860px] px-4 pt-5 pb-12 outline-none mid:pt-8">
      <div className="mb-8 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
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
      <h1 className="mb-5">{clusters.length === 0 ? 'You have no role on any cluster' : 'Clusters'}</h1>
      {clusters.length === 0 && (
        <p className="text-muted">
          You are signed in as {identity.name}. An administrator of Restore Desk can give you a role in its
          configuration.
        </p>
      )}
      <SessionEnded clusters={clusters.map(({ key }) => key)} />
      <ul className="overflow-clip rounded-lg border bg-surface shadow-card empty:hidden">
        {clusters.map((cluster) => (
          <ClusterRow key={cluster.key} cluster={cluster} identity={identity} hasSignIn={signIn.kind !== 'none'} />
        ))}
      </ul>
    </main>
  );
}

interface ClusterRowProps {
  cluster: ConfiguredCluster;
  identity: Identity;
  hasSignIn: boolean;
}

/** One cluster: its name, environment and limits, its health, and which plans wait there. The row is the link. */
function ClusterRow({ cluster, identity, hasSignIn }: ClusterRowProps) {
  const rules = withStrictestRules(cluster);
  return (
    <li className="border-t first:border-t-0">
      <Link
        href={paths.overview(cluster.key)}
        className="flex min-h-[68px] min-w-0 flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-3 text-text no-underline hover:bg-raised mid:px-5"
      >
        <span className="grid min-w-0 justify-items-start gap-0.5">
          <b className="max-w-full font-medium [overflow-wrap:anywhere]">{cluster.name}</b>
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
            <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
            {cluster.readOnly && <Chip>read-only</Chip>}
            {rules.protected && <Chip>protected</Chip>}
            {cluster.verificationOff && <Chip tone="warn">certificate not verified</Chip>}
            {hasSignIn && <Chip>{`your role: ${roleOnCluster(identity, cluster) ?? 'none'}`}</Chip>}
          </span>
        </span>
        <ClusterState cluster={cluster.key} />
      </Link>
      {rules.approval && <ClusterApprovals cluster={cluster.key} name={cluster.name} user={identity.name} />}
    </li>
  );
}
