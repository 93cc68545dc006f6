import { answerAtPath, takeSealedSignIn } from '@/lib/access/openid-routes.ts';
import { completeSignIn } from '@/lib/access/openid-connect.ts';
import { recordSignIn } from '@/lib/access/record-sign-in.ts';
import { beginSession } from '@/lib/access/sign-in.ts';
import { clientAddress } from '@/lib/access/client-address.ts';
import { configuration } from '@/lib/config.ts';
import { isAppError, toFailure, type ErrorCode } from '@/lib/errors.ts';
import { log } from '@/lib/log.ts';

/** The redirect URI: the provider sends the browser here. */
export async function GET(request: Request): Promise<Response> {
  const { signIn } = configuration();
  if (signIn.kind !== 'openid-connect') return answerAtPath('/sign-in');
  const underWay = await takeSealedSignIn();
  const refuse = (problem: string, error: unknown) => {
    log().warn({ err: error }, 'A sign-in was refused.');
    recordSignIn('sign in', null, clientAddress(request.headers), toFailure(error));
    return answerAtPath(`/sign-in?problem=${problem}`);
  };
  if (underWay === null) return refuse('expired', new Error('No sign-in was under way in this browser.'));
  try {
    const { identity, tokens } = await completeSignIn(signIn, new URL(request.url).searchParams, underWay);
    await beginSession(identity, 'openid-connect', tokens);
    return answerAtPath(underWay.to);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return refuse(PROBLEMS[error.code] ?? 'not-completed', error);
  }
}

/** The values of `problem`; app/sign-in/page.tsx has a sentence for each. */
const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  forbidden: 'no-role',
  unreachable: 'unreachable',
  refused: 'name',
  disk: 'data',
};
