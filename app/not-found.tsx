import Link from 'next/link';

export default function NotFound() {
  return (
    <main id="main" className="mx-auto max-w-3xl p-5">
      <h1>There is no such page</h1>
      <p className="mt-2 text-muted">The address names a cluster, a backup or a job that this desk does not know. It may be from another installation, or the backup was deleted since.</p>
      <p className="mt-4">
        <Link href="/" className="link">
          Choose a cluster
        </Link>
      </p>
    </main>
  );
}
