/** What the built dashboard's process is told, however it is started. */
export const SERVING = {
  NODE_ENV: 'production' as const,
  NEXT_TELEMETRY_DISABLED: '1',
  // A busy disk can hold four threads (the default) in writing backups: a page's own files must not wait behind them.
  UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '16',
};
