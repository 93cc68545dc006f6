'use client';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { withQuery, paths } from './paths.ts';
import { keepTypedInput } from './typed-input-storage.ts';

/** To the sign-in when the session has ended, and back to this page. */
export function SignInAgain({ className }: { className: string }) {
  const path = usePathname();
  const search = useSearchParams();
  return (
    <Link
      href={paths.signIn(withQuery(path, Object.fromEntries(search)))}
      prefetch={false}
      className={className}
      onClick={keepTypedInput}
    >
      Sign in again
    </Link>
  );
}
