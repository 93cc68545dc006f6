/** What the built dashboard's process is told, however it is started. */
export const SERVING = {
  NODE_ENV: 'production' as const,
  NEXT_TELEMETRY_DISABLED: '1',
  // A busy disk can hold four threads (the default) in writing backups: a page's own files must not wait behind them.
  UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16',
  // A small nursery: 20 MB less, before the first job and at its peak (docs/testing.md).
  NODE_OPTIONS: `--max-semi-space-size=4 ${process.env['NODE_OPTIONS'] ?? ''}`.trim(),
  // Buffers of a megabyte and more go back to the system when they are free, as for the command line (bin/restore-desk.mjs).
  MALLOC_MMAP_THRESHOLD_: process.env['MALLOC_MMAP_THRESHOLD_'] ?? '1000000',
};
