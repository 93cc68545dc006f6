/** `npm start`, and `restore-desk serve` in a checkout: builds where needed, then becomes the server. */
import { isAppError } from '../lib/errors.ts';
import { serve, servedConfiguration } from '../lib/serve/serve.ts';
import { build } from './build.ts';

function give(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

try {
  const served = servedConfiguration(process.env); // a wrong one before a build of minutes
  const failure = await build();
  if (failure) give(`${failure.output}\nThe build failed.`);
  await serve(served, process.env);
} catch (error) {
  if (isAppError(error)) give([error.message, error.hint].filter(Boolean).join(' '));
  throw error;
}
