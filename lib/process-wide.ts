/**
 * One value for the whole process: Next bundles a module several times, and each copy has its own module variables. `make`
 * is called once, on the first read.
 */
export function processGlobal<T>(name: string, make: () => T): () => T {
  const slot = Symbol.for(`restore-desk.${name}`);
  const holder = globalThis as { [slot]?: { value: T } };
  return () => (holder[slot] ??= { value: make() }).value;
}
