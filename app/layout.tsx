import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { iconPath } from '@/components/paths.ts';
import { classes } from '@/components/ui/classes.ts';
import { mono, sans } from './fonts.ts';
import './globals.css';
import { Providers } from './providers.tsx';
import { chosenTheme } from './theme.ts';

export const metadata: Metadata = {
  title: { default: 'Restore Desk', template: '%s · Restore Desk' },
  description: 'Back up, restore, switch and clean up search indices, with proof.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'dark light' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme();
  return (
    <html lang="en" className={`${sans.variable} ${mono.variable}`} data-theme={theme === 'auto' ? undefined : theme}>
      <head>
        {/* Not an icon file of Next’s: those leave the document for a moment between two pages,
            and browsers then ask for favicon.ico. */}
        <link rel="icon" href={iconPath} type="image/svg+xml" sizes="any" />
      </head>
      <body>
        <a
          href="#main"
          className={classes(
            'sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md',
            'focus:bg-ink focus:px-4 focus:py-2 focus:font-medium focus:text-on-ink',
          )}
        >
          Skip to the page
        </a>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
