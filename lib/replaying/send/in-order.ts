interface Ordered {
  /** null: it waits for all earlier ones, and all later ones for it. */
  readonly keys: readonly string[] | null;
}

interface Waiting<T> {
  item: T;
  /** How many earlier ones it still waits for. */
  blockers: number;
  dependents: Waiting<T>[];
  settled: boolean;
}

interface InOrderOptions {
  /** The most that are being sent at a time; read before each. */
  concurrency: () => number;
  /** How many are looked at beyond the oldest one that is not settled. */
  lookAhead?: number;
  /** No more are begun; those being sent are waited for. */
  isStopped: () => boolean;
}

const LOOK_AHEAD = 2000;

/**
 * Calls `send` for each item so that two with a common key are never in flight together and begin in the order of the
 * items. Others go in parallel. Returns when all are settled, or those that had begun when `isStopped` became true.
 * Rejects with the first failure of `send`, after those in flight are settled.
 */
export async function inOrder<T extends Ordered>(
  items: Iterator<T>,
  send: (item: T) => Promise<void>,
  { concurrency, isStopped, lookAhead = LOOK_AHEAD }: InOrderOptions,
): Promise<void> {
  const order = new Order<T>();
  const ready: Waiting<T>[] = [];
  let inFlight = 0;
  let exhausted = false;
  let failure: { error: unknown } | null = null;
  let wake: () => void = () => undefined;

  const begin = async (waiting: Waiting<T>) => {
    try {
      await send(waiting.item);
    } catch (error) {
      failure ??= { error };
    }
    inFlight--;
    ready.push(...order.settle(waiting));
    wake();
  };
  const mayBegin = () => failure === null && !isStopped();
  for (;;) {
    while (!exhausted && mayBegin() && order.size < lookAhead && ready.length < concurrency()) {
      const next = items.next();
      if (next.done) exhausted = true;
      else {
        const added = order.add(next.value);
        if (added.blockers === 0) ready.push(added);
      }
    }
    while (mayBegin() && inFlight < concurrency() && ready.length > 0) {
      inFlight++;
      void begin(ready.shift()!);
    }
    if (inFlight === 0 && (!mayBegin() || (exhausted && order.size === 0))) break;
    await new Promise<void>((resolve) => (wake = resolve));
  }
  // `begin` assigns it: the compiler can't see that.
  const ended = failure as { error: unknown } | null;
  if (ended !== null) throw ended.error;
}

/** Which unsettled item each one waits for. */
class Order<T extends Ordered> {
  /** Unsettled items. */
  size = 0;
  private readonly lastOf = new Map<string, Waiting<T>>();
  private barrier: Waiting<T> | null = null;
  private readonly unsettled = new Set<Waiting<T>>();

  add(item: T): Waiting<T> {
    const added: Waiting<T> = { item, blockers: 0, dependents: [], settled: false };
    for (const earlier of this.blockersOf(item)) {
      earlier.dependents.push(added);
      added.blockers++;
    }
    for (const key of item.keys ?? []) this.lastOf.set(key, added);
    if (item.keys === null) this.barrier = added;
    this.unsettled.add(added);
    this.size++;
    return added;
  }

  /** Those that wait for nothing any more. */
  settle(settled: Waiting<T>): Waiting<T>[] {
    settled.settled = true;
    this.size--;
    this.unsettled.delete(settled);
    if (this.barrier === settled) this.barrier = null;
    for (const key of settled.item.keys ?? []) if (this.lastOf.get(key) === settled) this.lastOf.delete(key);
    return settled.dependents.filter((dependent) => --dependent.blockers === 0);
  }

  private blockersOf({ keys }: T): ReadonlySet<Waiting<T>> {
    if (keys === null) return this.unsettled;
    const found = new Set<Waiting<T>>();
    if (this.barrier !== null) found.add(this.barrier);
    for (const key of keys) {
      const last = this.lastOf.get(key);
      // What a barrier waits for has ended before it ends.
      if (last !== undefined) found.add(last);
    }
    return found;
  }
}
