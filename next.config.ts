import type { NextConfig } from 'next';

/** The sub-path on a reverse proxy: part of every built address. A build has a placeholder there (lib/serve/base-path.ts). */
const basePath = (process.env.RESTORE_DESK_BASE_PATH ?? '').replace(/\/+$/, '');

/** Addresses of older versions, for bookmarks and scripts. A redirect keeps the query and passes the request guard like a page. */
const movedAddresses = [
  { source: '/:cluster/record', destination: '/:cluster/audit-log', permanent: true },
  { source: '/api/:cluster/record', destination: '/api/:cluster/audit-log', permanent: true },
];

const config: NextConfig = {
  ...(basePath ? { basePath } : {}),
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  redirects: () => Promise.resolve(movedAddresses),
  // No page shows images that need resizing: Next's image optimizer would only be one more route to guard.
  images: { unoptimized: true },
  // Each page and route is loaded at its first request: all of them at the start take 3 s of CPU time more, and 165 MB (docs/speed.md).
  experimental: { serverActions: { bodySizeLimit: '1mb' }, preloadEntriesOnStart: false },
  // `npm run typecheck` checks types, of tests and scripts too; the demo does not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@elastic/elasticsearch', 'archiver', 'nodemailer', 'pino', 'prom-client', 'unzipper'],
};

export default config;
