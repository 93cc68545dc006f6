import Link from 'next/link';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { chosenTheme } from './theme.ts';

/** The address names no cluster that this person may see. It does not say whether there is one. */
export default async function NotFound() {
  return (
    <>
      {/* The cluster’s layout, which would give one, is what found nothing. */}
      <title>There is no such page · Restore Desk</title>
      <header className="border-b bg-surface px-4 mid:px-5">
        <div className="mx-auto flex max-w-[1320px] items-center justify-between gap-4 py-2 mid:min-h-[50px]">
          <Link href="/" prefetch={false} className="font-bold text-text no-underline">
            Restore Desk
          </Link>
          <ThemeSwitch initial={await chosenTheme()} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-[1360px] px-3.5 pt-5 pb-16 outline-none mid:px-5">
        <Heading takeFocus>There is no such page</Heading>
        <p className="text-muted">
          The address names no cluster that is open to you here. It may be mistyped, or of another installation.
        </p>
        <div className="mt-4">
          <LinkButton href="/">Go to the first page</LinkButton>
        </div>
      </main>
    </>
  );
}
