import { isPackage, programFile } from '../../places.mjs';
import { replaceProcess } from '../../serve/replace-process.ts';
import { serve, servedConfiguration } from '../../serve/serve.ts';
import type { CommandContext } from '../command-context.ts';

export async function serveDashboard({ environment }: CommandContext): Promise<never> {
  const served = servedConfiguration(environment);
  if (!isPackage()) return replaceProcess(programFile('scripts/start'), [], environment);
  return serve(served, environment);
}
