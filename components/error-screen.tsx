'use client';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/notice.tsx';
import { Heading } from './ui/heading.tsx';

/** A page that failed: says so, with a retry and the reference to the server's log. */
export function ErrorScreen({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <>
      <Heading takeFocus>This page could not be shown</Heading>
      <Notice
        tone="bad"
        live="alert"
        title="Restore Desk has an error"
        actions={<Button onClick={retry}>Try again</Button>}
      >
        <p>The cluster and the backups were not changed. Running jobs continue.</p>
        {error.digest && (
          <p className="text-muted">
            The server’s log has the details under <code>{error.digest}</code>.
          </p>
        )}
      </Notice>
    </>
  );
}
