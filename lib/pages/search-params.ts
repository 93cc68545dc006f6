import type { ByWord } from '../contract/by-name.ts';
import type { z } from 'zod';

export type SearchParams = Promise<ByWord<string | string[] | undefined>>;

/**
 * A filter from a page's address. Never throws: invalid values are left out. `given` has the values of the address that
 * differ from the default; `parsed` has the defaults too.
 */
export async function filterIn<Schema extends z.ZodObject>(
  searchParams: SearchParams,
  schema: Schema,
): Promise<{ given: Partial<z.output<Schema>>; parsed: z.output<Schema> }> {
  const raw = await searchParams;
  const given: ByWord<unknown> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = raw[name];
    if (typeof value !== 'string' || value === '' || value === 'any') continue;
    const one = (schema.shape[name] as z.ZodType).safeParse(value);
    if (one.success && one.data !== defaultOf(schema, name)) given[name] = one.data;
  }
  return { given: given as Partial<z.output<Schema>>, parsed: schema.parse(given) };
}

const defaultOf = (schema: z.ZodObject, name: string): unknown =>
  (schema.shape[name] as z.ZodType).safeParse(undefined).data;
