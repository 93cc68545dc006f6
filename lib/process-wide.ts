/**
 * One value for the whole process: Next bundles a module several times, each with module variables of its own. `make` is
 * called once, by the first caller.
 */
export function processGlobal<T>(name: string, make: () => T): () => T {
  const slot = Symbol.for(`restore-desk.${name}`);
  const holder = globalThis as { [slot]?: { value: T } };
  return () => (holder[slot] ??= { value: make() }).value;
}
