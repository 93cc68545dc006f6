import Link from 'next/link';
import { redirect } from 'next/navigation';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { paths } from '@/components/paths.ts';
import { SignOut } from '@/components/sign-out.tsx';
import { ClusterApprovals } from './cluster-approvals.tsx';
import { ClusterState } from './cluster-state.tsx';
import { SessionEnded } from './session-ended.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { withStrictestRules } from '@/lib/access/cluster-rules.ts';
import { clustersOf, currentUser, roleOnCluster } from '@/lib/access/current-user.ts';
import { configuration } from '@/lib/config.ts';
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
    <main id="main" className="mx-auto max-w-3xl px-4 py-8">
      <div className="flex items-center justify-between gap-4">
        <p className="font-bold whitespace-nowrap">Restore Desk</p>
        <div className="flex min-w-0 flex-wrap items-center justify-end gap-x-3 gap-y-1">
          <span className="min-w-0 text-small [overflow-wrap:anywhere] text-muted">
            {signIn.kind === 'none' ? 'local only, no sign-in' : `Signed in as ${identity.name}`}
          </span>
          {(signIn.kind === 'local' || signIn.kind === 'openid-connect') && <SignOut action={signOut} />}
          <ThemeSwitch initial={await chosenTheme()} />
        </div>
      </div>
      <h1 className="mt-6 mb-3">{clusters.length === 0 ? 'You have no role on any cluster' : 'Which cluster?'}</h1>
      {clusters.length === 0 && (
        <p className="text-muted">
          You are signed in as {identity.name}, but you have no role on any cluster. An administrator of Restore Desk
          can give you one in its configuration.
        </p>
      )}
      <SessionEnded clusters={clusters.map(({ key }) => key)} />
      <ul className="flex flex-col gap-2.5">
        {clusters.map((cluster) => (
          <li key={cluster.key} data-env={cluster.colour}>
            <Link
              href={paths.overview(cluster.key)}
              className={classes(
                'flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-l-4 border-l-env bg-surface px-4 py-3',
                'text-text no-underline hover:bg-raised',
              )}
            >
              <b className="[overflow-wrap:anywhere]">{cluster.name}</b>
              <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
              {cluster.readOnly && <Chip>read-only</Chip>}
              {withStrictestRules(cluster).protected && <Chip>protected</Chip>}
              {cluster.verificationOff && (
                <span className="text-small font-semibold text-warn">▲ certificate not verified</span>
              )}
              {signIn.kind !== 'none' && <Chip>{`your role: ${roleOnCluster(identity, cluster) ?? 'none'}`}</Chip>}
              <ClusterState cluster={cluster.key} />
            </Link>
            {withStrictestRules(cluster).approval && (
              <ClusterApprovals cluster={cluster.key} name={cluster.name} user={identity.name} />
            )}
          </li>
        ))}
      </ul>
    </main>
  );
}
