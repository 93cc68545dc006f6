import Link from 'next/link';
import { Brand } from '@/components/brand.tsx';
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
      <div className="flex min-h-dvh flex-col items-center justify-center gap-4 px-4 py-10">
        <div className="w-full max-w-[520px] rounded-xl border bg-surface p-6 shadow-card mid:p-8">
          <header className="mb-7 flex items-center justify-between gap-4">
            <Link href="/" prefetch={false} className="no-underline">
              <Brand />
            </Link>
            <ThemeSwitch initial={await chosenTheme()} />
          </header>
          <main id="main" tabIndex={-1} className="outline-none">
            <Heading takeFocus>There is no such page</Heading>
            <p className="text-muted">
              The address names no cluster that you can open here. It may be mistyped, or it may belong to another
              installation.
            </p>
            <div className="mt-6">
              <LinkButton href="/">Open the first page</LinkButton>
            </div>
          </main>
        </div>
      </div>
    </>
  );
}
