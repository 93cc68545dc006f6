import { describe, expect, test } from 'vitest';
import { readCaptures } from '@/lib/captures/read-captures';
import { failureOf } from '../support/failure-of';
import { captureOf, member, postOf, readAll, recordOf, SEPARATOR_TEXT, summarise, summaryOf } from './captures';

const ANSWER = 'HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}';
const HEAD_CUT = 'The record ends inside the head of its message.';
const BODY_CUT = 'The record ends inside the body of its message.';

describe('records', () => {
  test('of requests, answers and replayed answers are told apart', async () => {
    const records = [recordOf(postOf('n=1')), recordOf(ANSWER, '2 ab 150 20'), recordOf(ANSWER, '3 ab 151 20')];
    expect(await summaryOf(records.join(''))).toEqual(['POST /government/documents n=1', 'answer 202 {}', 'replayed']);
  });

  test('may have three fields or four, and a latency below zero', async () => {
    const records = [recordOf(postOf('n=1'), '1 ab 150'), recordOf(postOf('n=2'), '1 ab 151 -5')];
    expect(await summaryOf(records.join(''))).toHaveLength(2);
  });

  test.each([
    ['zero', '0'],
    ['longer than 63 bits', '9223372036854775808'],
    ['of forty digits', '9'.repeat(40)],
  ])('are malformed when their time is %s', async (_, time) => {
    expect(await summaryOf(recordOf(postOf('n=1'), `1 ab ${time} 0`))).toEqual([
      'malformed at 0: Its time is no time in nanoseconds since 1970.',
    ]);
  });

  test.each(['', '4 ab 150', '1 ab', '1  150', '1 ab 150 0 0', '1 a\tb 150', '1 ab 15x', `1 ${'a'.repeat(300)} 150`])(
    'are malformed when their header is "%s"',
    async (header) => {
      const after = recordOf(postOf('n=2'));
      const [first, ...others] = await summaryOf(recordOf(postOf('n=1'), header) + after);
      expect(first).toBe('malformed at 0: It has no record header.');
      expect(others).toEqual(['POST /government/documents n=2']);
    },
  );

  test('keep times of nanoseconds exactly', async () => {
    const { found } = await readAll([captureOf(recordOf(postOf(''), '1 ab 1515488400000000001'))]);
    expect(found[0]).toMatchObject({ at: 1515488400000000001n });
  });

  test('that several requests share give one each', async () => {
    const { found } = await readAll([captureOf(recordOf(postOf('n=1') + postOf('n=2') + 'GET / HTTP/1.0\r\n\r\n'))]);
    expect(found.map(summarise)).toEqual([
      'POST /government/documents n=1',
      'POST /government/documents n=2',
      'GET / ',
    ]);
    expect(found.map((one) => 'part' in one && one.part)).toEqual([0, 1, 2]);
    expect(found.map((one) => one.kind === 'request' && one.raw.toString())[1]).toBe(postOf('n=2'));
  });

  test('give the whole requests before one that is cut', async () => {
    const whole = postOf('n=1');
    const after = recordOf(postOf('n=3'));
    expect(await summaryOf(recordOf(whole + postOf('n=2').slice(0, -1)) + after)).toEqual([
      'POST /government/documents n=1',
      `cut at 0: ${BODY_CUT}`,
      'POST /government/documents n=3',
    ]);
    expect(await summaryOf(recordOf(whole + 'POST /go') + after)).toContain(`cut at 0: ${HEAD_CUT}`);
  });

  test('whose body is short are cut when another record follows', async () => {
    const short = recordOf(postOf('n=1, and more').slice(0, -9));
    expect(await summaryOf(short + recordOf(postOf('n=2')))).toEqual([
      `cut at 0: ${BODY_CUT}`,
      'POST /government/documents n=2',
    ]);
  });

  test('are not put together where the second piece is too long', async () => {
    const short = recordOf(postOf('n=1, and more').slice(0, -9));
    const piece = `longer than what is missing${SEPARATOR_TEXT}`;
    expect(await summaryOf(short + piece + recordOf(postOf('n=2')))).toEqual([
      `cut at 0: ${BODY_CUT}`,
      'POST /government/documents n=2',
    ]);
  });

  test('without a separator at the end are whole when their message is', async () => {
    const record = recordOf(postOf('n=1'));
    const bytes = Buffer.from(record, 'utf8');
    for (let missing = 0; missing <= 14; missing++)
      expect(await summaryOf(bytes.subarray(0, bytes.length - missing))).toEqual(['POST /government/documents n=1']);
    expect(await summaryOf(bytes.subarray(0, bytes.length - 15))).toEqual([`cut at 0: ${BODY_CUT}`]);
    expect(await summaryOf(bytes.subarray(0, 70))).toEqual([`cut at 0: ${HEAD_CUT}`]);
    expect(await summaryOf('1 ab 15')).toEqual(['cut at 0: The file ends inside the header of a record.']);
  });
});

describe('answers', () => {
  test('to HEAD are whole without the body of their length', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
    expect(await summaryOf(recordOf(head, '2 ab 150 0') + recordOf(postOf('n=1')))).toEqual([
      'answer 200 ',
      'POST /government/documents n=1',
    ]);
  });

  test('with a part of their body are kept for their status, unless the file ends in them', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
    expect(await summaryOf(recordOf(`${head}some`, '2 ab 150 0'))).toEqual(['answer 200 some']);
    expect(await summaryOf(`2 ab 150 0\n${head}some`)).toEqual([`cut at 0: ${BODY_CUT}`]);
    const joined = recordOf(`${head}some`, '2 ab 150 0') + `more${SEPARATOR_TEXT}` + recordOf(postOf('n=1'));
    expect(await summaryOf(joined)).toEqual([`cut at 0: ${BODY_CUT}`, 'POST /government/documents n=1']);
  });

  test('without a length end with their record', async () => {
    expect(await summaryOf(recordOf('HTTP/1.0 200 OK\r\n\r\nall of it', '2 ab 150 0'))).toEqual([
      'answer 200 all of it',
    ]);
  });

  test('of several messages give one each', async () => {
    const text = `HTTP/1.1 100 Continue\r\n\r\n${ANSWER}`;
    expect(await summaryOf(recordOf(text, '2 ab 150 0'))).toEqual(['answer 100 ', 'answer 202 {}']);
  });
});

describe('what is no capture', () => {
  test('gives one broken place', async () => {
    expect(await summaryOf('some other file')).toEqual(['malformed at 0: It has no record header.']);
    expect(await summaryOf(Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251)))).toHaveLength(1);
  });

  test('gives nothing where it is empty', async () => {
    const { found, facts } = await readAll([captureOf('')]);
    expect(found).toEqual([]);
    expect(facts[0]).toMatchObject({ records: 0, unpackedBytes: 0, firstAt: null, lastAt: null });
  });

  test('costs only itself', async () => {
    const text = recordOf(postOf('n=1')) + `garbage\x1b[2J${SEPARATOR_TEXT}` + recordOf(postOf('n=2'));
    const summary = await summaryOf(text);
    expect(summary).toHaveLength(3);
    expect(summary[1]).toBe('malformed at 138: It has no record header.');
  });
});

describe('a reading', () => {
  test('waits for what a visit promises', async () => {
    const file = captureOf(recordOf(postOf('n=1') + postOf('n=2')) + recordOf(postOf('n=3')));
    let running = 0;
    const visit = async () => {
      expect(++running).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running--;
    };
    await readCaptures([file], visit, { signal: new AbortController().signal });
    expect(running).toBe(0);
  });

  test('ends with what a visit throws', async () => {
    const file = captureOf(recordOf(postOf('n=1')));
    const visit = () => {
      throw new Error('no more');
    };
    await expect(readCaptures([file], visit, { signal: new AbortController().signal })).rejects.toThrow('no more');
  });

  test('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const file = captureOf(recordOf(postOf('n=1')).repeat(100), { chunkBytes: 100 });
    let visits = 0;
    const reading = readCaptures([file], () => void (visits++, controller.abort()), controller);
    expect((await failureOf(reading)).code).toBe('cancelled');
    expect(visits).toBeLessThan(3);
  });

  test('reports all stored bytes, also of packed files', async () => {
    const files = [captureOf(recordOf(postOf('n=1'))), captureOf(member(recordOf(postOf('n=2'))))];
    let bytes = 0;
    await readCaptures(files, () => undefined, {
      signal: new AbortController().signal,
      onBytes: (read) => (bytes += read),
    });
    expect(bytes).toBe(files[0]!.bytes + files[1]!.bytes);
  });
});
