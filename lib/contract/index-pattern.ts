/** Whether a name is `pattern`, in which `*` is any characters. Pure; linear, so that no pattern can take long. */
export function isNamedBy(pattern: string): (name: string) => boolean {
  const [first = '', ...rest] = pattern.trim().toLowerCase().split('*');
  const last = rest.pop();
  if (last === undefined) return (name) => name === first;
  return (name) => {
    if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
    let from = first.length;
    for (const part of rest) {
      const found = name.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return from <= name.length - last.length;
  };
}
