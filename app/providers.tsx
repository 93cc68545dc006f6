'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ErrorScreen } from '@/components/error-screen.tsx';
import { ThemeSwitch } from '@/components/theme-switch.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';

/** One cache for the page. A failed poll is tried again at the next interval, not in a burst: the cluster may be down. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          // "online" would stop polls when the browser thinks it has no network; a dashboard on localhost still answers.
          queries: {
            retry: false,
            networkMode: 'always',
            staleTime: 2_000,
            refetchOnWindowFocus: true,
            refetchOnReconnect: true,
          },
          mutations: { retry: false, networkMode: 'always' },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/**
 * What nearly every page uses: named here, it is in the scripts of the root layout, once. The error page, the page for a wrong
 * address and the frame of a cluster would each load a copy of their own, 12 kB in all.
 */
Object.assign(Providers, { shared: [Button, ErrorScreen, Heading, ThemeSwitch] });
