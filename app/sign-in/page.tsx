import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Brand } from '@/components/brand.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { buttonClass } from '@/components/ui/button.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { basePath, safeReturn } from '@/lib/access/session-cookie.ts';
import { currentUser } from '@/lib/access/current-user.ts';
import { configuration } from '@/lib/config.ts';
import { chosenTheme } from '../theme.ts';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

/** Why the sign-in at the provider failed, by the name in the query. */
const PROBLEMS: Record<string, { message: string; hint: string }> = {
  'not-completed': {
    message: 'The sign-in was not completed: the provider refused it, or its answer can’t be trusted.',
    hint: 'Sign in again. If it fails again, the log of Restore Desk has the reason.',
  },
  expired: { message: 'This sign-in took too long, or was started in another browser.', hint: 'Sign in again.' },
  'no-role': {
    message: 'Your name is known, but you have no role on any cluster here.',
    hint: 'An administrator of Restore Desk can give a role to one of your groups in its configuration.',
  },
  name: {
    message: 'Your name at the provider can’t be used: it has characters or spaces that can’t be displayed.',
    hint: 'Ask for another name at the provider. The log of Restore Desk has the reason.',
  },
  data: {
    message: 'Signing in is not possible now: Restore Desk can’t write its data directory.',
    hint: 'The log of Restore Desk has the reason. The command line works without a sign-in.',
  },
  unreachable: {
    message: 'The sign-in provider can’t be reached.',
    hint: 'The command line works without it. Try again in a moment.',
  },
};

export default async function SignIn({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const query = await searchParams;
  const to = safeReturn(typeof query.to === 'string' ? query.to : null);
  const problem =
    typeof query.problem === 'string' && Object.hasOwn(PROBLEMS, query.problem) ? PROBLEMS[query.problem] : undefined;
  const { identity } = await currentUser();
  if (identity) redirect(to);
  const { signIn } = configuration();
  return (
    <main
      id="main"
      tabIndex={-1}
      className="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 py-10 outline-none"
    >
      <div className="w-full max-w-[400px] rounded-xl border bg-surface p-6 shadow-card mid:p-8">
        <Brand />
        <h1 className="mt-7">Sign in</h1>
        <div className="mt-5 flex flex-col gap-4">
          {problem && <FailureNotice failure={problem} title="Not signed in" />}
          {signIn.kind === 'local' && <SignInForm to={to} basePath={basePath()} />}
          {signIn.kind === 'openid-connect' && (
            <a
              className={classes(buttonClass('primary', 'large'), 'w-full')}
              href={`${basePath()}/api/sign-in/openid?to=${encodeURIComponent(to)}`}
            >
              <Icon name="lock" /> Sign in with {new URL(signIn.issuer).hostname}
            </a>
          )}
          {signIn.kind === 'proxy' && <ProxyHelp />}
        </div>
      </div>
      <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-small text-faint">
        Sign-ins are written to the audit log, with their address.
        <ThemeSwitch initial={await chosenTheme()} />
      </p>
    </main>
  );
}

function ProxyHelp() {
  return (
    <p className="text-muted">
      The sign-in proxy did not say who you are, or your name has characters that can’t be displayed. Open Restore Desk
      by the address of the proxy. If you did, an administrator must check the headers that the proxy sends, and the log
      of Restore Desk.
    </p>
  );
}
