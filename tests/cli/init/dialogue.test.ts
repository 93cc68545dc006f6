import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { answer, type Dialogue, type Question } from '../../../lib/cli/init/dialogue.ts';
import { Questions } from '../../../lib/cli/init/questions.ts';
import { AppError } from '../../../lib/errors.ts';
import { failureOf } from '../../support/failure-of.ts';

const aQuestion = (more: Partial<Question<string>> = {}): Question<string> => ({
  option: '--backups DIR',
  given: undefined,
  question: 'Folder',
  initial: 'backups',
  mayBeLeftOut: false,
  accept: (text) => {
    if (text === 'wrong') throw new AppError('disk', 'wrong can’t be written.', { hint: 'Name another folder.' });
    return text;
  },
  ...more,
});

function dialogue(more: Partial<Dialogue> & { lines?: string } = {}): Dialogue & { printed: string[] } {
  const printed: string[] = [];
  const { signal } = new AbortController();
  const input = new PassThrough();
  if (more.lines !== undefined) input.write(more.lines);
  const questions = more.lines === undefined ? null : new Questions({ input, output: new PassThrough() }, signal);
  return {
    questions,
    yes: false,
    signal,
    print: (line) => printed.push(line),
    warn: () => undefined,
    printed,
    ...more,
  };
}

describe('an answer', () => {
  test('is the option’s, and a person is not asked', async () => {
    expect(await answer(aQuestion({ given: 'given' }), dialogue({ lines: 'typed\n' }))).toBe('given');
  });

  test('of an option that is not accepted ends it, also where a person could be asked', async () => {
    expect((await failureOf(answer(aQuestion({ given: 'wrong' }), dialogue({ lines: 'typed\n' })))).code).toBe('disk');
  });

  test('that is not accepted is asked for again, with the reason', async () => {
    const asked = dialogue({ lines: 'wrong\nright\n' });
    expect(await answer(aQuestion(), asked)).toBe('right');
    expect(asked.printed).toEqual(['  wrong can’t be written.\n  Name another folder.']);
  });

  test('is asked for again where it is empty and has no default', async () => {
    const asked = dialogue({ lines: '\n\nright\n' });
    expect(await answer(aQuestion({ initial: '' }), asked)).toBe('right');
    expect(asked.printed).toHaveLength(2);
  });

  test('that is missing without a terminal is a usage error that names the option', async () => {
    const error = await failureOf(answer(aQuestion(), dialogue()));
    expect([error.code, error.message]).toEqual(['invalid_input', 'init needs --backups DIR.']);
  });

  test('that is missing without a terminal is the default with --yes, and where it may be left out', async () => {
    expect(await answer(aQuestion(), dialogue({ yes: true }))).toBe('backups');
    expect(await answer(aQuestion({ mayBeLeftOut: true }), dialogue())).toBe('backups');
    expect((await failureOf(answer(aQuestion({ initial: '' }), dialogue({ yes: true })))).code).toBe('invalid_input');
  });

  test('lets a defect through', async () => {
    const broken = aQuestion({
      accept: () => {
        throw new TypeError('a defect');
      },
    });
    await expect(answer(broken, dialogue({ lines: 'x\ny\n' }))).rejects.toThrow('a defect');
  });
});
