import type { NextConfig } from 'next';

/** The sub-path behind a reverse proxy: part of every built address, so it is chosen when building. */
const basePath = (process.env.RESTORE_DESK_BASE_PATH ?? '').replace(/\/+$/, '');

const config: NextConfig = {
  ...(basePath ? { basePath } : {}),
  // As scripts/dist-folder.ts has it; a configuration can import nothing when it is read from another folder.
  distDir: `.next${basePath.replaceAll('/', '~')}`,
  env: { NEXT_PUBLIC_BASE_PATH: basePath },
  // No page shows pictures of other sites or sizes: the resizer of Next is only one more door.
  images: { unoptimized: true },
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
  // `npm run typecheck` checks them, tests and scripts too; the demo need not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ['@elastic/elasticsearch', 'pino'],
};

export default config;
