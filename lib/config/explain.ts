import { editDistance } from '../edit-distance.ts';
import type { z } from 'zod';

type Path = readonly PropertyKey[];

/**
 * One sentence per issue, with the path of its key: `clusters.production.url: An address …`. Never repeats a value: it
 * may be a secret.
 */
export function explainIssues(issues: readonly z.core.$ZodIssue[], schema: z.ZodType): string[] {
  return issues
    .flatMap((issue) => explain(issue, [], schema))
    .filter((sentence, position, all) => all.indexOf(sentence) === position);
}

function explain(issue: z.core.$ZodIssue, parentPath: Path, schema: z.ZodType): string[] {
  const path = [...parentPath, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${formatPath([...path, key])}: There is no such key${suggestion(key, keysAt(schema, path))}.`,
    );
  if (issue.code === 'invalid_key')
    return [`${formatPath(path)}: ${issue.issues[0]?.message ?? 'Not a name a key may have.'}`];
  if (issue.code === 'invalid_union') {
    const sentences = explainUnion(issue, path, schema);
    if (sentences !== null) return sentences;
  }
  if (issue.code === 'invalid_value') return [`${formatPath(path)}: ${oneOf(issue.values.map(String))}`];
  if (issue.code === 'invalid_type' && issue.input === undefined) return [`${formatPath(path)}: This key is needed.`];
  return [`${formatPath(path)}: ${issue.message}`];
}

/** null: the union's own message says it best. */
function explainUnion(
  issue: Extract<z.core.$ZodIssue, { code: 'invalid_union' }>,
  path: Path,
  schema: z.ZodType,
): string[] | null {
  if (issue.input === undefined) return [`${formatPath(path)}: This key is needed.`];
  if ('discriminator' in issue && typeof issue.discriminator === 'string')
    return [`${formatPath([...path])}: ${oneOf(valuesOfDiscriminator(schema, path, String(issue.discriminator)))}`];
  // The value has the type of one branch only.
  const inside = issue.errors.filter((branch) => branch.length > 0 && branch.every((found) => found.path.length > 0));
  if (inside.length === 1 && issue.errors.length > 1)
    return inside[0]!.flatMap((found) => explain(found, path, schema));
  // The branch with the fewest issues is the one most likely meant.
  const closest = issue.errors
    .filter((branch) => branch.some((found) => found.path.length > 0 || found.code === 'unrecognized_keys'))
    .sort((a, b) => a.length - b.length)[0];
  const unknownKeys = closest?.filter((found) => found.code === 'unrecognized_keys') ?? [];
  return unknownKeys.length > 0 && closest?.length === unknownKeys.length
    ? unknownKeys.flatMap((found) => explain(found, path, schema))
    : null;
}

const oneOf = (values: readonly string[]): string =>
  `One of ${values.map((value) => `"${value}"`).join(', ')} is needed.`;

const formatPath = (path: Path): string =>
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

/** Every object schema that is possible at a path. */
function objectsAt(schema: z.ZodType, path: Path): Record<string, z.ZodType>[] {
  const definition = definitionOf(schema);
  if (definition.innerType) return objectsAt(definition.innerType, path);
  if (definition.type === 'pipe' && definition.in) return objectsAt(definition.in, path);
  if (definition.options) return definition.options.flatMap((option) => objectsAt(option, path));
  const [first, ...rest] = path;
  if (definition.shape) {
    if (first === undefined) return [definition.shape];
    const child = definition.shape[String(first)];
    return child ? objectsAt(child, rest) : [];
  }
  const entries = definition.valueType ?? definition.element;
  return entries && first !== undefined ? objectsAt(entries, rest) : [];
}

const keysAt = (schema: z.ZodType, path: Path): string[] => [
  ...new Set(objectsAt(schema, path).flatMap((shape) => Object.keys(shape))),
];

function valuesOfDiscriminator(schema: z.ZodType, path: Path, discriminator: string): string[] {
  const parentPath = path.at(-1) === discriminator ? path.slice(0, -1) : path;
  return objectsAt(schema, parentPath).flatMap((shape) => {
    const literal = shape[discriminator];
    return literal ? ((definitionOf(literal) as unknown as { values?: unknown[] }).values?.map(String) ?? []) : [];
  });
}
