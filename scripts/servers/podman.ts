import { execFile } from 'node:child_process';
import { baseImage } from './base-image.ts';
import { MissingRequirement } from './missing-requirement.ts';
import { installPackages, programPath } from './system-packages.ts';

export interface CommandOutcome {
  /** The exit code; 1 if the program could not be started. */
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs one `podman` command to its end, with `input` as its standard input. */
export type PodmanCommand = (words: readonly string[], input?: string) => Promise<CommandOutcome>;

export interface Podman {
  readonly command: PodmanCommand;
  /** The options of `podman run` with which containers run here. */
  readonly runOptions: readonly string[];
  /** The name of an image with Node and npm, to be the BASE of the Containerfile: no registry of images is asked. */
  readonly base: string;
}

/** Podman asks for higher limits than its own by default, which only a root with all capabilities may set. */
const LIMITS = ['--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];
/** Podman's own choice first. crun refuses machines that mix both versions of control groups; runc runs there. */
const RUNTIMES: readonly (readonly string[])[] = [[], ['--runtime', 'runc']];

let missing: string | null = null;

/**
 * Podman from the PATH or from Debian's packages, with a base image, once a container ran. null: no container can be run here, and
 * `whyNoPodman` says why.
 */
export async function findPodman(): Promise<Podman | null> {
  if (missing !== null) return null;
  try {
    return await workingPodman();
  } catch (error) {
    if (!(error instanceof MissingRequirement)) throw error;
    missing = error.message;
    process.stderr.write(`No container can be run here: ${missing} The test of the image is left out.\n`);
    return null;
  }
}

export const whyNoPodman = (): string => missing ?? 'no podman';

async function workingPodman(): Promise<Podman> {
  const hasPrograms = () => programPath('podman') !== null && programPath('mmdebstrap') !== null;
  if (!hasPrograms() && !(installPackages(['podman', 'runc', 'mmdebstrap']) && hasPrograms()))
    throw new MissingRequirement('podman and mmdebstrap are not on the PATH (Debian: podman, runc, mmdebstrap).');
  const base = await baseImage(podmanWith([]));
  let reason = '';
  for (const runtime of RUNTIMES) {
    const command = podmanWith(runtime);
    const tried = await command(['run', '--rm', '--network', 'host', ...LIMITS, base, 'node', '--version']);
    if (tried.status === 0) return { command, runOptions: LIMITS, base };
    reason = tried.stderr.trim();
  }
  throw new MissingRequirement(`podman does not run one: ${reason}`);
}

const podmanWith =
  (options: readonly string[]): PodmanCommand =>
  (words, input = '') =>
    new Promise((resolve) => {
      const child = execFile(
        'podman',
        [...options, ...words],
        { maxBuffer: 64 * 1024 ** 2, timeout: 600_000 },
        (error, stdout, stderr) =>
          resolve({ status: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
      );
      child.stdin?.on('error', () => undefined); // the command ended without reading it
      child.stdin?.end(input);
    });
