import { createInterface, type Interface } from 'node:readline/promises';
import { cancelled } from '../../errors.ts';
import { safeLine } from '../safe-text.ts';

interface Streams {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
}

/** Questions on a terminal, one after the other. Ctrl-C, and the end of the input, cancel them and what is tried meanwhile. */
export class Questions {
  /** Aborted by `signal` and by Ctrl-C. */
  readonly signal: AbortSignal;
  private readonly prompt: Interface;
  private readonly output: NodeJS.WritableStream;
  /** Lines that came before their question, as when several are pasted. */
  private readonly lines: string[] = [];
  private waiting: ((line: string) => void) | null = null;

  constructor({ input, output }: Streams, signal: AbortSignal) {
    const own = new AbortController();
    this.output = output;
    this.signal = AbortSignal.any([signal, own.signal]);
    this.prompt = createInterface({ input, output });
    this.prompt.on('line', (line) => {
      const waiting = this.waiting;
      this.waiting = null;
      if (waiting) waiting(line);
      else this.lines.push(line);
    });
    // On a terminal Ctrl-C is a key, which no signal follows.
    this.prompt.on('SIGINT', () => own.abort(cancelled()));
    this.prompt.on('close', () => own.abort(cancelled()));
  }

  /** The answer without blanks at its ends; an empty one is `initial`. Throws `cancelled`. */
  async ask(question: string, initial: string): Promise<string> {
    const line = await this.line(`${safeLine(question)}${initial === '' ? '' : ` [${safeLine(initial)}]`}: `);
    return line.trim() || initial;
  }

  close(): void {
    this.prompt.removeAllListeners('close');
    this.prompt.close();
  }

  private line(prompt: string): Promise<string> {
    const { signal } = this;
    if (signal.aborted) return Promise.reject(cancelled());
    this.prompt.setPrompt(prompt);
    this.prompt.prompt();
    const early = this.lines.shift();
    if (early !== undefined) return Promise.resolve(early);
    return new Promise((resolve, reject) => {
      const abort = () => {
        // What is printed next is not on the line of the question.
        this.output.write('\n');
        reject(cancelled());
      };
      signal.addEventListener('abort', abort, { once: true });
      this.waiting = (line) => {
        signal.removeEventListener('abort', abort);
        resolve(line);
      };
    });
  }
}
