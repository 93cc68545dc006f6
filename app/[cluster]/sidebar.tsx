import Link from 'next/link';
import { Brand } from '@/components/brand.tsx';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { paths } from '@/components/paths.ts';
import { SignOut } from '@/components/sign-out.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import type { openCluster } from '@/lib/access/open-cluster.ts';
import type { configuration } from '@/lib/config.ts';
import { signOut } from '../sign-in/actions.ts';
import { chosenTheme } from '../theme.ts';
import { Nav } from './nav.tsx';

type Opened = Awaited<ReturnType<typeof openCluster>>;
type SignInKind = ReturnType<typeof configuration>['signIn']['kind'];

interface SidebarProps {
  cluster: Opened['cluster'];
  /** Others can be chosen. */
  several: boolean;
  signIn: SignInKind;
  actor: Opened['actor'];
}

/** Which cluster, its pages, and who is signed in. Below 1181 px it is a popover of the top line's menu button. */
export async function Sidebar({ cluster, several, signIn, actor }: SidebarProps) {
  return (
    <aside id="sidebar" aria-label="Cluster and pages" popover="auto" className="frame-side">
      <Link href="/" prefetch={false} className="px-2 py-0.5 no-underline">
        <Brand />
      </Link>
      <WhichCluster cluster={cluster} several={several} />
      <Nav />
      <div className="mt-auto flex items-center justify-between gap-2 pl-2 text-small text-muted">
        <SignedIn signIn={signIn} actor={actor} />
        <span className="flex flex-none items-center">
          <LinkButton
            look="quiet"
            size="icon"
            href={paths.help(cluster.key)}
            aria-label="Help"
            title="Help: words, keyboard shortcuts, version"
          >
            <Icon name="help" />
          </LinkButton>
          <ThemeSwitch initial={await chosenTheme()} />
        </span>
      </div>
    </aside>
  );
}

const CARD = 'flex min-w-0 items-center gap-2 rounded-md border bg-surface px-2.5 py-[9px] shadow-card';

/** Its name and environment; where there are several, the way to the others. */
function WhichCluster({ cluster, several }: Pick<SidebarProps, 'cluster' | 'several'>) {
  const { name, environment, colour } = cluster;
  const words = (
    <span className="grid min-w-0 flex-1 justify-items-start">
      <b className="max-w-full truncate text-small font-medium text-text" title={name}>
        {name}
      </b>
      <EnvironmentTag environment={environment} colour={colour} />
    </span>
  );
  if (!several) return <div className={CARD}>{words}</div>;
  return (
    <Link
      href="/"
      prefetch={false}
      title="Choose another cluster"
      className={`${CARD} no-underline hover:border-line-strong`}
    >
      {words}
      <Icon name="updown" className="text-faint" />
    </Link>
  );
}

function SignedIn({ signIn, actor }: Pick<SidebarProps, 'signIn' | 'actor'>) {
  if (signIn === 'none') {
    return (
      <span className="min-w-0 truncate" title="There is no sign-in: Restore Desk answers only this machine.">
        Local, no sign-in
      </span>
    );
  }
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-2">
      <span className="min-w-0" title={`Signed in as ${actor.name}, ${actor.role} on this cluster`}>
        <span className="block truncate text-text">{actor.name}</span>
        <span className="block">{actor.role}</span>
      </span>
      {(signIn === 'local' || signIn === 'openid-connect') && <SignOut action={signOut} />}
    </span>
  );
}
