'use client';
import { ErrorScreen } from '@/components/error-screen.tsx';

export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <main id="main" className="mx-auto max-w-3xl px-4 pt-8 pb-12">
      <ErrorScreen error={error} retry={retry} />
    </main>
  );
}
