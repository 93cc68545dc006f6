/** `derive`, called once for each object. The result is freed with the object. */
export function oncePerObject<A extends object, D>(derive: (object: A) => D): (object: A) => D {
  const results = new WeakMap<A, { result: D }>();
  return (object) => {
    const known = results.get(object) ?? { result: derive(object) };
    results.set(object, known);
    return known.result;
  };
}
