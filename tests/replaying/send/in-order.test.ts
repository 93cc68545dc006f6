import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder } from '../../../lib/replaying/send/in-order.ts';

interface Item {
  number: number;
  keys: readonly string[] | null;
  /** Turns of the event loop that sending it takes; 0: it ends at once. */
  turns: number;
}

const anItem = fc.record({
  keys: fc.option(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 3 }), {
    nil: null,
    freq: 8,
  }),
  turns: fc.nat({ max: 6 }),
});
const someItems = fc
  .array(anItem, { maxLength: 60 })
  .map((items): Item[] => items.map((item, number) => ({ ...item, number })));
const options = fc.record({
  concurrency: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  lookAhead: fc.integer({ min: 1, max: 20 }),
});

const mustWait = (earlier: Item, later: Item): boolean =>
  earlier.keys === null || later.keys === null || earlier.keys.some((key) => later.keys?.includes(key));

/** Records what begins and ends; checks at each beginning that nothing is in flight that it has to wait for. */
class Observed {
  readonly begun: number[] = [];
  readonly inFlight = new Set<Item>();
  readonly settled = new Set<number>();
  most = 0;
  private readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  send = async (item: Item, fail: (item: Item) => boolean = () => false): Promise<void> => {
    for (const other of this.inFlight)
      if (mustWait(other, item)) throw new Error('Two in flight that exclude each other.');
    for (const earlier of this.items.slice(0, item.number))
      if (mustWait(earlier, item) && !this.settled.has(earlier.number)) throw new Error('It overtook an earlier one.');
    this.begun.push(item.number);
    this.inFlight.add(item);
    this.most = Math.max(this.most, this.inFlight.size);
    for (let turn = 0; turn < item.turns; turn++) await new Promise(setImmediate);
    this.inFlight.delete(item);
    if (fail(item)) throw new Error(`Item ${String(item.number)} failed.`);
    this.settled.add(item.number);
  };
}

test('items with a common key are sent one after another in their order, and all are sent', async () => {
  await fc.assert(
    fc.asyncProperty(someItems, options, async (items, { concurrency, lookAhead }) => {
      const observed = new Observed(items);
      let looks = 0;
      await inOrder(items[Symbol.iterator](), observed.send, {
        concurrency: () => concurrency[looks++ % concurrency.length]!,
        lookAhead,
        isStopped: () => false,
      });
      expect(observed.settled.size).toBe(items.length);
      expect(new Set(observed.begun).size).toBe(items.length);
      expect(observed.most).toBeLessThanOrEqual(Math.max(...concurrency));
    }),
    { numRuns: 400 },
  );
});

test('items without a common key are sent at the same time, as many as allowed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 }), async (concurrency, count) => {
      const items = Array.from({ length: count }, (_, number) => ({ number, keys: [String(number)], turns: 3 }));
      const observed = new Observed(items);
      await inOrder(items[Symbol.iterator](), observed.send, {
        concurrency: () => concurrency,
        isStopped: () => false,
      });
      expect(observed.most).toBe(Math.min(concurrency, count));
    }),
    { numRuns: 50 },
  );
});

test('after a failure no item begins, those in flight are waited for, and the first failure is thrown', async () => {
  await fc.assert(
    fc.asyncProperty(
      someItems.filter((items) => items.length > 0),
      options,
      fc.nat(),
      async (items, { concurrency, lookAhead }, nth) => {
        const failing = nth % items.length;
        // A failure before the first await is known a moment later, when the next one has begun: the last test's case.
        items[failing] = { ...items[failing]!, turns: 1 };
        const observed = new Observed(items);
        let failedAt = -1;
        const sending = inOrder(
          items[Symbol.iterator](),
          (item) =>
            observed.send(item, ({ number }) => {
              if (number === failing) failedAt = observed.begun.length;
              return number === failing;
            }),
          { concurrency: () => concurrency[0]!, lookAhead, isStopped: () => false },
        );
        await expect(sending).rejects.toThrow(`Item ${String(failing)} failed.`);
        expect(observed.inFlight.size).toBe(0);
        expect(observed.begun.length).toBe(failedAt);
      },
    ),
    { numRuns: 300 },
  );
});

test('once it is stopped no item begins, and those in flight are waited for', async () => {
  await fc.assert(
    fc.asyncProperty(someItems, options, fc.nat({ max: 60 }), async (items, { concurrency, lookAhead }, after) => {
      const observed = new Observed(items);
      await inOrder(items[Symbol.iterator](), observed.send, {
        concurrency: () => concurrency[0]!,
        lookAhead,
        isStopped: () => observed.settled.size >= after,
      });
      expect(observed.inFlight.size).toBe(0);
      expect(observed.settled.size).toBe(observed.begun.length);
      expect(observed.settled.size).toBeGreaterThanOrEqual(Math.min(after, items.length));
      expect(observed.settled.size).toBeLessThan(after + concurrency[0]! + 1);
    }),
    { numRuns: 300 },
  );
});

test('an item that fails before its first await ends the run as well', async () => {
  const items = [{ keys: ['a'] }, { keys: ['b'] }][Symbol.iterator]();
  const fail = (): Promise<void> => {
    throw new Error('At once.');
  };
  const sending = inOrder(items, fail, { concurrency: () => 4, isStopped: () => false });
  await expect(sending).rejects.toThrow('At once.');
});
