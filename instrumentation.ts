/** Next runs it once when the server starts. Next would continue after an error; server.mjs ends the process. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { serving } = await import('./lib/serving.ts');
  await import('./lib/start-up.ts')
    .then(({ startUp }) => startUp())
    .catch((error: unknown) => serving()?.application.reject(error));
}
