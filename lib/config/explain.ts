import { editDistance } from '../edit-distance.ts';
import type { z } from 'zod';

type Path = readonly PropertyKey[];

/** `clusters.production.url: An address …`: the first thing that is wrong, with the path of its key. Values are never repeated: they might be secrets. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], schema: z.ZodType): string[] {
  return issues
    .flatMap((issue) => explain(issue, [], schema))
    .filter((sentence, position, all) => all.indexOf(sentence) === position);
}

function explain(issue: z.core.$ZodIssue, above: Path, schema: z.ZodType): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${dotted([...path, key])}: There is no such key${suggestion(key, keysAt(schema, path))}.`,
    );
  if (issue.code === 'invalid_key')
    return [`${dotted(path)}: ${issue.issues[0]?.message ?? 'Not a name a key may have.'}`];
  if (issue.code === 'invalid_union') {
    // The branch that got furthest knows best what was meant.
    const closest = issue.errors
      .filter((branch) => branch.some((found) => found.path.length > 0 || found.code === 'unrecognized_keys'))
      .sort((a, b) => a.length - b.length)[0];
    const discriminates = 'discriminator' in issue && typeof issue.discriminator === 'string';
    if (discriminates)
      return [`${dotted([...path])}: ${oneOf(keysOfUnion(schema, path, String(issue.discriminator)))}`];
    const unknown = closest?.filter((found) => found.code === 'unrecognized_keys') ?? [];
    if (unknown.length > 0 && closest?.length === unknown.length)
      return unknown.flatMap((found) => explain(found, path, schema));
  }
  if (issue.code === 'invalid_value') return [`${dotted(path)}: ${oneOf(issue.values.map(String))}`];
  if (issue.code === 'invalid_type' && issue.input === undefined) return [`${dotted(path)}: This key is needed.`];
  return [`${dotted(path)}: ${issue.message}`];
}

const oneOf = (values: readonly string[]): string =>
  `One of ${values.map((value) => `"${value}"`).join(', ')} is needed.`;

const dotted = (path: Path): string =>
  path.length === 0
    ? 'The file'
    : path
        .map(String)
        .join('.')
        .replace(/\.(\d+)(?=\.|$)/g, '[$1]');

function suggestion(key: string, known: readonly string[]): string {
  const nearest = known
    .map((name) => ({ name, distance: editDistance(key.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest && nearest.distance <= Math.max(2, Math.floor(nearest.name.length / 3)))
    return `; did you mean \`${nearest.name}\``;
  return known.length > 0 ? `; known here: ${known.join(', ')}` : '';
}

interface Definition {
  type: string;
  shape?: Record<string, z.ZodType>;
  innerType?: z.ZodType;
  in?: z.ZodType;
  options?: z.ZodType[];
  valueType?: z.ZodType;
  element?: z.ZodType;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def as unknown as Definition;

/** Every object schema that may stand at a path. */
function objectsAt(schema: z.ZodType, path: Path): Record<string, z.ZodType>[] {
  const definition = definitionOf(schema);
  if (definition.innerType) return objectsAt(definition.innerType, path);
  if (definition.type === 'pipe' && definition.in) return objectsAt(definition.in, path);
  if (definition.options) return definition.options.flatMap((option) => objectsAt(option, path));
  const [first, ...rest] = path;
  if (definition.shape) {
    if (first === undefined) return [definition.shape];
    const below = definition.shape[String(first)];
    return below ? objectsAt(below, rest) : [];
  }
  const entries = definition.valueType ?? definition.element;
  return entries && first !== undefined ? objectsAt(entries, rest) : [];
}

const keysAt = (schema: z.ZodType, path: Path): string[] => [
  ...new Set(objectsAt(schema, path).flatMap((shape) => Object.keys(shape))),
];

function keysOfUnion(schema: z.ZodType, path: Path, discriminator: string): string[] {
  const above = path.at(-1) === discriminator ? path.slice(0, -1) : path;
  return objectsAt(schema, above).flatMap((shape) => {
    const literal = shape[discriminator];
    return literal ? ((definitionOf(literal) as unknown as { values?: unknown[] }).values?.map(String) ?? []) : [];
  });
}
