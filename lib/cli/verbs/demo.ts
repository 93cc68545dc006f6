import { programFile } from '../../places.mjs';
import { replaceProcess } from '../../serve/replace-process.ts';
import type { CommandContext } from '../command-context.ts';

export function demo({ args, environment }: CommandContext): Promise<never> {
  const flags = ['reset', 'bucket'].filter((name) => args.flag(name)).map((name) => `--${name}`);
  return replaceProcess(programFile('scripts/demo'), flags, environment);
}
