import { AppError } from '../errors.ts';

/**
 * Replaces this process by Node with a program, so that signals reach that directly. Throws AppError unsupported
 * where the system can't (Windows).
 *
 * @param program The path of a JavaScript or TypeScript file.
 */
export function replaceProcess(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): never {
  const defined = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  process.execve?.(
    process.execPath,
    [process.execPath, '--disable-warning=ExperimentalWarning', program, ...args],
    Object.fromEntries(defined) as NodeJS.ProcessEnv,
  );
  throw new AppError('unsupported', 'Restore Desk’s server needs Linux or macOS.', {
    hint: 'Run it there, or in a container.',
  });
}
