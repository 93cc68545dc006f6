import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));
const WAIT_MS = 20_000;

export interface TerminalSession {
  /** What was printed so far, without the sequences that move the cursor. */
  screen(): string;
  /** Resolves once the screen has this, counted from the last call. Rejects when the command ends first, or after 20 s. */
  waitFor(text: string): Promise<void>;
  /** Types a line, once the screen has the question. */
  answer(question: string, line: string): Promise<void>;
  /** As keys: "\u0003" is Ctrl-C. */
  press(keys: string): void;
  /** The exit code. */
  ended: Promise<number | null>;
  /** Ends it, if it still runs. */
  kill(): void;
}

/** Without the sequences that move the cursor or set colours, and without carriage returns. */
const plain = (output: string): string => output.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Runs the real program on a terminal of its own, which `script` (util-linux) makes. */
export function startOnTerminal(
  args: readonly string[],
  { cwd, environment = {} }: { cwd: string; environment?: Record<string, string> },
): TerminalSession {
  const command = [process.execPath, PROGRAM, ...args].map(quoted).join(' ');
  const { HOME = '', PATH = '' } = process.env;
  const child = spawn('script', ['-qefc', `stty cols 200; exec ${command}`, '/dev/null'], {
    cwd,
    env: { HOME, PATH, TERM: 'xterm', SHELL: '/bin/sh', ...environment } as unknown as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.on('error', () => undefined);
  let printed = '';
  let read = 0;
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
    for (const check of listeners) check();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const screen = () => plain(printed);
  const waitFor = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const fail = (why: string) => {
        listeners.delete(look);
        clearTimeout(timer);
        reject(new Error(`${why} before it showed “${text}”: ${screen()}`));
      };
      const timer = setTimeout(() => fail('Too much time passed'), WAIT_MS);
      const look = () => {
        const at = screen().indexOf(text, read);
        if (at === -1) return;
        read = at + text.length;
        listeners.delete(look);
        clearTimeout(timer);
        resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => fail('The command ended'));
    });
  return {
    screen,
    waitFor,
    answer: async (question, line) => {
      await waitFor(question);
      child.stdin.write(`${line}\r`);
    },
    press: (keys) => void child.stdin.write(keys),
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}
