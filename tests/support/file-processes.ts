import { readdirSync, readFileSync } from 'node:fs';

const readOr = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The process ids of a process's file processes; `directory`: only those for that directory. Linux only. */
export function fileProcessesOf(parent: number, directory?: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const stat = readOr(`/proc/${name}/stat`);
      const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const args = readOr(`/proc/${name}/cmdline`).split('\0');
      const isOurs = Number(parentPid) === parent && args.some((word) => word.endsWith('file-process.ts'));
      return isOurs && state !== 'Z' && (directory === undefined || args.includes(directory));
    })
    .map(Number);
}
