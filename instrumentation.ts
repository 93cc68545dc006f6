/** Next runs it once when the server starts. It does not stop at an error here, and server.ts does. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { serving } = await import('./lib/serving.ts');
  await import('./lib/start-up.ts')
    .then(({ startUp }) => startUp())
    .catch((error: unknown) => serving().application.reject(error));
}
