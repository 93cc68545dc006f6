'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

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
