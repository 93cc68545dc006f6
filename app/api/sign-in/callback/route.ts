import { clientAddress } from '@/lib/access/client-address.ts';
import { completeSignIn } from '@/lib/access/openid-connect.ts';
import { redirectToPath, takeSignInOfBrowser } from '@/lib/access/openid-routes.ts';
import { recordSignIn } from '@/lib/access/record-sign-in.ts';
import { startSession } from '@/lib/access/sign-in.ts';
import { configuration } from '@/lib/config.ts';
import { isAppError, toFailure, type ErrorCode } from '@/lib/errors.ts';
import { log } from '@/lib/log.ts';

/** The way back from the provider. */
export async function GET(request: Request): Promise<Response> {
  const { signIn } = configuration();
  if (signIn.kind !== 'openid-connect') return redirectToPath('/sign-in');
  const refuse = (problem: string, error: unknown) => {
    log().warn({ err: error }, 'A sign-in was refused.');
    recordSignIn('sign in', null, clientAddress(request.headers), toFailure(error));
    return redirectToPath(`/sign-in?problem=${problem}`);
  };
  try {
    const pending = await takeSignInOfBrowser();
    if (pending === null) return refuse('expired', new Error('No sign-in was under way in this browser.'));
    const { identity, tokens } = await completeSignIn(signIn, new URL(request.url).searchParams, pending);
    await startSession(identity, 'openid-connect', tokens);
    return redirectToPath(pending.returnPath);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refuse(PROBLEMS[error.code] ?? 'not-completed', error);
  }
}

/** By the code of a failure: the name of the sentence in app/sign-in/page.tsx. */
const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  forbidden: 'no-role',
  unreachable: 'unreachable',
  refused: 'name',
  disk: 'data',
};
