'use client';
import { ErrorScreen } from '@/components/error-screen.tsx';

/** Inside of the cluster's frame. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return <ErrorScreen error={error} retry={retry} />;
}
