/** The environment of the built dashboard's process, however it is started. */
export const SERVING = {
  NODE_ENV: 'production' as const,
  NEXT_TELEMETRY_DISABLED: '1',
  // On a busy disk, writing backups can occupy four threads (the default): a page's files must not wait for them.
  UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16',
  // A small young generation: 20 MB less, before the first job and at its peak (docs/testing.md).
  NODE_OPTIONS: `--max-semi-space-size=4 ${process.env['NODE_OPTIONS'] ?? ''}`.trim(),
  // Freed buffers of a megabyte and more are returned to the system, as on the command line (bin/restore-desk.mjs).
  MALLOC_MMAP_THRESHOLD_: process.env['MALLOC_MMAP_THRESHOLD_'] ?? '1000000',
};
