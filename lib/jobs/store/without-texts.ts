/** An SQL expression without these texts: the values of its placeholders, in their order. */
export const withoutTexts = (expression: string, texts: readonly string[]): string =>
  texts.reduce((searched) => `replace(${searched}, ?, '')`, expression);
