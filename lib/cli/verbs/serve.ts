import { isPackage, programFile } from '../../places.mjs';
import { replaceProcess } from '../../serve/replace-process.ts';
import { serve, servedConfiguration } from '../../serve/serve.ts';
import type { Arguments } from '../parse-arguments.ts';

export async function serveDashboard(
  _args: Arguments,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<never> {
  const served = servedConfiguration(environment);
  if (!isPackage()) return replaceProcess(programFile('scripts/start'), [], environment);
  return serve(served, environment, signal);
}
