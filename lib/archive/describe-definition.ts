import { indentJson, type IndentedText } from '../json/indent.ts';
import { definitionParts, type Part } from './definition-parts.ts';

export interface DescribedDefinition {
  settings: IndentedText;
  mappings: IndentedText;
}

/** Settings and mappings as indented JSON, at most `maxCharacters` of each. */
export function describeDefinition({
  definition,
  maxCharacters,
}: {
  definition: Buffer;
  maxCharacters: number;
}): DescribedDefinition {
  const { settings, mappings } = definitionParts(definition);
  const textOf = (part: Part | null): IndentedText =>
    part === null ? { text: '{}', cut: false } : indentJson(definition, part.start, part.end, maxCharacters);
  return { settings: textOf(settings), mappings: textOf(mappings) };
}
