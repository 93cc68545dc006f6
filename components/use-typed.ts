import { useState, type ChangeEvent } from 'react';

/**
 * A field whose text stands in the address, which follows a moment later. What is typed is shown at once; what comes into the
 * address by another way (“Show all”, a link) is shown as well.
 */
export function useTyped(inAddress: string, write: (text: string) => void) {
  const [{ text, seen, onTheWay }, set] = useState({ text: inAddress, seen: inAddress, onTheWay: [] as readonly string[] });
  if (seen !== inAddress) {
    const at = onTheWay.indexOf(inAddress);
    set({ text: at < 0 ? inAddress : text, seen: inAddress, onTheWay: at < 0 ? [] : onTheWay.slice(at + 1) });
  }
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const next = event.target.value;
    set((now) => ({ ...now, text: next, onTheWay: [...now.onTheWay, next] }));
    write(next);
  };
  return { value: text, onChange };
}
