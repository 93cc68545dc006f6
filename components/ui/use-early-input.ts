'use client';
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
  type ChangeEvent,
  type ChangeEventHandler,
  type RefObject,
} from 'react';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
interface Held<F extends Field> {
  value?: unknown;
  checked?: boolean | undefined;
  onChange?: ChangeEventHandler<F, F> | undefined;
}

/**
 * What was typed or chosen before the page's scripts had arrived (or was filled in again by the browser) counts like any
 * other input: without this the next rendering puts the old value back. Takes what the field is given, returns its ref.
 */
export function useEarlyInput<F extends Field>(held: Held<F>): RefObject<F | null> {
  const field = useRef<F>(null);
  const sentByServer = useSyncExternalStore(
    never,
    () => false,
    () => true,
  );
  const first = useRef({ ...held, sentByServer });
  const early = useRef<string | boolean | null>(null);
  useLayoutEffect(() => {
    if (first.current.sentByServer && field.current) early.current = inputOf(field.current, first.current);
  }, []);
  useEffect(() => {
    // Not before the router listens, which has its own effect to run: the address is where many fields write to.
    const timer = setTimeout(() => {
      const node = field.current;
      if (node === null || early.current === null) return;
      if (typeof early.current === 'string') node.value = early.current;
      else (node as HTMLInputElement).checked = early.current;
      early.current = null;
      first.current.onChange?.({ target: node, currentTarget: node } as unknown as ChangeEvent<F, F>);
    });
    return () => clearTimeout(timer);
  }, []);
  return field;
}

const never = () => () => undefined;

/** The field's content where it differs from what the server wrote; null: it does not. */
function inputOf(node: Field, { value, checked }: Held<never>): string | boolean | null {
  if (node instanceof HTMLInputElement && checked !== undefined)
    return node.checked !== checked && (node.type !== 'radio' || node.checked) ? node.checked : null;
  if (typeof value !== 'string' || node.value === value) return null; // without a value the browser keeps it
  // A select that does not offer its given value shows another one without a choice by the person.
  return node instanceof HTMLSelectElement && ![...node.options].some((option) => option.value === value)
    ? null
    : node.value;
}
