/** Adds a property that neither serialisation nor a spread copies. Returns the same object. */
export function withNonEnumerable<T extends object, K extends string, V>(
  value: T,
  key: K,
  hidden: V,
): T & Record<K, V> {
  return Object.defineProperty(value, key, { value: hidden, enumerable: false }) as T & Record<K, V>;
}
