import { indentJson, type IndentedText } from '../json/indent.ts';
import { definitionParts, type Part } from './definition-parts.ts';

export interface DescribedDefinition {
  settings: IndentedText;
  mappings: IndentedText;
}

/** Settings and mappings as text for people, at most so many characters of each. */
export function describeDefinition({
  definition,
  mostCharacters,
}: {
  definition: Buffer;
  mostCharacters: number;
}): DescribedDefinition {
  const { settings, mappings } = definitionParts(definition);
  const textOf = (part: Part | null): IndentedText =>
    part === null ? { text: '{}', cut: false } : indentJson(definition, part.start, part.end, mostCharacters);
  return { settings: textOf(settings), mappings: textOf(mappings) };
}
