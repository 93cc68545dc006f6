'use client';
import { ErrorScreen } from '@/components/error-screen.tsx';

/** Inside the cluster's frame: the bar and the health strip stay. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen error={error} retry={retry} />;
}
