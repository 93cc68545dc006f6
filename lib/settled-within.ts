/** The value of `work`; null when it takes longer than `waitMs`: the work continues. Throws what the work throws. */
export async function settledWithin<T>(work: Promise<T>, waitMs: number): Promise<{ value: T } | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), waitMs);
  });
  try {
    return await Promise.race([work.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
