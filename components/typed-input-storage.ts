import { samePerson } from '@/lib/contract/person.ts';

/** What one person typed on one page when their session ended, until they are back: in this tab alone. */
interface Kept {
  user: string;
  address: string;
  fields: KeptField[];
}

/** A field is found again by its label, and its place among fields of the same label. */
interface KeptField {
  label: string;
  place: number;
  value: string | boolean;
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const KEY = 'restore-desk:typed-input';
const FIELDS = ['input', 'textarea', 'select'].map((name) => `#main ${name}`).join(', ');
/** A password is typed again. */
const NOT_KEPT: ReadonlySet<string> = new Set(['password', 'hidden', 'file', 'submit', 'button']);

const state: { user: string | null } = { user: null };

/** Who is signed in on this page. */
export const setTypingUser = (user: string): void => void (state.user = user);

const addressOf = ({ pathname, search }: Location): string =>
  `${pathname}?${[...new URLSearchParams(search)]
    .map((pair) => pair.join('='))
    .sort()
    .join('&')}`;

const labelOf = (field: Field): string =>
  (field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? field.name).trim();

const isToggle = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');

/** The fields of the page, each with its label and place. */
function* fieldsOfPage(): Generator<Omit<KeptField, 'value'> & { field: Field }> {
  const counts = new Map<string, number>();
  for (const field of document.querySelectorAll<Field>(FIELDS)) {
    if (NOT_KEPT.has(field.type)) continue;
    const label = labelOf(field);
    const place = counts.get(label) ?? 0;
    counts.set(label, place + 1);
    yield { field, label, place };
  }
}

/** Called before the page is left for the sign-in. */
export function keepTypedInput(): void {
  const { user } = state;
  if (user === null) return;
  const fields: KeptField[] = [];
  for (const { field, label, place } of fieldsOfPage()) {
    if (!isToggle(field)) {
      if (field.value !== '') fields.push({ label, place, value: field.value });
    } else if (field.type === 'checkbox' || field.checked) fields.push({ label, place, value: field.checked });
  }
  const kept: Kept = { user, address: addressOf(window.location), fields };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing.
  }
}

/** What this person typed on this page, once; what somebody else typed in this tab is forgotten. */
export function takeTypedInput(user: string): KeptField[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null;
    if (kept === null) return [];
    const same = samePerson(kept.user, user);
    if (same && kept.address !== addressOf(window.location)) return [];
    sessionStorage.removeItem(KEY);
    return same ? kept.fields : [];
  } catch {
    return [];
  }
}

/** Fills the fields that are there by now. Returns those that are not. */
export function fillIn(kept: readonly KeptField[]): KeptField[] {
  const present = [...fieldsOfPage()];
  return kept.filter(({ label, place, value }) => {
    const field = present.find((each) => each.label === label && each.place === place)?.field;
    if (field === undefined) return true;
    if (isToggle(field)) {
      if (field.checked !== value) field.click();
    } else if (field.value !== value) setValue(field, String(value));
    return false;
  });
}

/** As typing does: React takes a value only from an event, and not from a property that it has set itself. */
function setValue(field: Field, value: string): void {
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
  const details = field.closest('details');
  if (details) details.open = true;
}
