import { programFile } from '../../places.mjs';
import { replaceProcess } from '../../serve/replace-process.ts';
import type { Arguments } from '../parse-arguments.ts';

export async function demo(args: Arguments, environment: NodeJS.ProcessEnv): Promise<never> {
  const flags = ['reset', 'bucket', 'staging'].filter((name) => args.flag(name)).map((name) => `--${name}`);
  return replaceProcess(programFile('scripts/demo'), flags, environment);
}
