import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { classes } from '@/components/ui/classes.ts';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { basePath, safeReturn } from '@/lib/access/session-cookie.ts';
import { currentUser } from '@/lib/access/current-user.ts';
import { configuration } from '@/lib/config.ts';
import { chosenTheme } from '../theme.ts';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

/** Why the sign-in at the provider failed, by the name in the query. */
const PROBLEMS: Record<string, { message: string; hint: string }> = {
  'not-completed': {
    message: 'The sign-in was not completed: the provider’s answer can’t be trusted, or says no.',
    hint: 'Sign in again. If it fails again, the log of Restore Desk has the reason.',
  },
  expired: { message: 'This sign-in took too long, or was started in another browser.', hint: 'Sign in again.' },
  'no-role': {
    message: 'Your name is known, but you have no role on any cluster here.',
    hint: 'An administrator of Restore Desk can give a role to one of your groups in its configuration.',
  },
  name: {
    message: 'The name that the provider gives for you can’t be used: it has characters or blanks that can’t be seen.',
    hint: 'Have it changed at the provider. The log of Restore Desk has the reason.',
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
    <main id="main" className="mx-auto flex max-w-md flex-col gap-4 px-4 py-10">
      <div className="flex items-center justify-between gap-4">
        <h1>Restore Desk</h1>
        <ThemeSwitch initial={await chosenTheme()} />
      </div>
      {problem && <FailureNotice failure={problem} title="Not signed in" />}
      <Panel title="Sign in">
        {signIn.kind === 'local' && <SignInForm to={to} basePath={basePath()} />}
        {signIn.kind === 'openid-connect' && (
          <a
            className={classes(
              'inline-flex min-h-9 items-center justify-center rounded-md border border-accent bg-accent px-3.5 py-1.5',
              'font-semibold text-on-ink no-underline',
            )}
            href={`${basePath()}/api/sign-in/openid?to=${encodeURIComponent(to)}`}
          >
            Sign in with {new URL(signIn.issuer).hostname}
          </a>
        )}
        {signIn.kind === 'proxy' && (
          <p>
            You come here through a sign-in proxy, and it did not say who you are, or by a name with characters that
            can’t be seen. Open Restore Desk by the proxy’s address; if you did, the administrator of the proxy must
            check the headers it sends, and the log of Restore Desk.
          </p>
        )}
      </Panel>
      <p className="text-small text-muted">Attempts are recorded, with the address they come from.</p>
    </main>
  );
}
