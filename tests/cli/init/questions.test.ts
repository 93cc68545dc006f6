import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { Questions } from '../../../lib/cli/init/questions.ts';
import { failureOf } from '../../support/failure-of.ts';

const open: Questions[] = [];
afterEach(() => {
  for (const questions of open.splice(0)) questions.close();
});

/** `terminal`: keys are read one by one, as on a real one. */
function asked({ terminal = false } = {}) {
  const input = new PassThrough();
  const output = Object.assign(new PassThrough(), terminal ? { isTTY: true, columns: 80 } : {});
  let shown = '';
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const stop = new AbortController();
  const questions = new Questions({ input, output }, stop.signal);
  open.push(questions);
  return { questions, input, stop, shown: () => shown };
}

describe('a question', () => {
  test('shows its default in brackets, which an empty answer takes', async () => {
    const { input, questions, shown } = asked();
    const answer = questions.ask('Environment', 'production');
    input.write('\n');
    expect(await answer).toBe('production');
    expect(shown()).toBe('Environment [production]: ');
  });

  test('is answered by a line without blanks at its ends', async () => {
    const { input, questions, shown } = asked();
    const answer = questions.ask('Name', '');
    input.write('  search: “one” #1 🔎 \n');
    expect(await answer).toBe('search: “one” #1 🔎');
    expect(shown()).toBe('Name: ');
  });

  test('is answered by lines that were pasted before it was asked', async () => {
    const { input, questions } = asked();
    input.write('first\nsecond\nthird\n');
    expect([await questions.ask('1', ''), await questions.ask('2', ''), await questions.ask('3', '')]).toEqual([
      'first',
      'second',
      'third',
    ]);
  });

  test('of a name with control characters can’t change the terminal', async () => {
    const { input, questions, shown } = asked();
    const answer = questions.ask('Name', '\u001b[2Jsearch');
    input.write('\n');
    expect(await answer).toBe('\u001b[2Jsearch');
    expect(shown()).toContain(String.raw`[\u001b[2Jsearch]`);
  });

  test.each([
    ['Ctrl-C', ({ input }: ReturnType<typeof asked>) => input.write('\u0003'), true],
    ['Ctrl-D', ({ input }: ReturnType<typeof asked>) => input.write('\u0004'), true],
    ['the end of the input', ({ input }: ReturnType<typeof asked>) => input.end(), false],
    ['a signal', ({ stop }: ReturnType<typeof asked>) => stop.abort(), false],
  ])('is cancelled by %s, and so are the next one and what is tried', async (_, cancel, terminal) => {
    const all = asked({ terminal });
    const answer = failureOf(all.questions.ask('Address', ''));
    await setImmediate();
    cancel(all);
    expect((await answer).code).toBe('cancelled');
    expect(all.questions.signal.aborted).toBe(true);
    expect(all.shown()).toMatch(/Address: .*\n$/);
    expect((await failureOf(all.questions.ask('Next', 'x'))).code).toBe('cancelled');
  });

  test('does not count closing at the end as a cancellation', async () => {
    const { input, questions } = asked();
    const answer = questions.ask('Name', '');
    input.write('one\n');
    await answer;
    questions.close();
    expect(questions.signal.aborted).toBe(false);
  });
});
