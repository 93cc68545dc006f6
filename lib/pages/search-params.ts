import type { ByWord } from '../contract/by-name.ts';
import type { z } from 'zod';

export type SearchParams = Promise<ByWord<string | string[] | undefined>>;

/** A filter from a page's address: what can't be read is left out, never an error page. `typed` is what was really there. */
export async function filterIn<Schema extends z.ZodObject>(
  searchParams: SearchParams,
  schema: Schema,
): Promise<{ typed: Partial<z.output<Schema>>; parsed: z.output<Schema> }> {
  const raw = await searchParams;
  const typed: ByWord<unknown> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = raw[name];
    if (typeof value !== 'string' || value === '' || value === 'any') continue;
    const one = (schema.shape[name] as z.ZodType).safeParse(value);
    if (one.success && one.data !== defaultOf(schema, name)) typed[name] = one.data;
  }
  return { typed: typed as Partial<z.output<Schema>>, parsed: schema.parse(typed) };
}

const defaultOf = (schema: z.ZodObject, name: string): unknown =>
  (schema.shape[name] as z.ZodType).safeParse(undefined).data;
