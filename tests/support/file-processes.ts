import { readdirSync, readFileSync } from 'node:fs';

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The processes that do the file work of a process, by their numbers; `directory`: of that one alone. Linux only. */
export function fileProcessesOf(parent: number, directory?: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const stat = readOr(`/proc/${name}/stat`);
      const [state, above] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const words = readOr(`/proc/${name}/cmdline`).split('\0');
      const isOurs = Number(above) === parent && words.some((word) => word.endsWith('file-process.ts'));
      return isOurs && state !== 'Z' && (directory === undefined || words.includes(directory));
    })
    .map(Number);
}
