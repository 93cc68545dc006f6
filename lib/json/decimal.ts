const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** An exponent of more digits is kept as it is spelled: computing with it would take long, and no document has one. */
const MOST_EXPONENT_DIGITS = 100;

/**
 * The same text for every spelling of a JSON number, however many digits it has: "15e-1" for 1.5, 1.50 and 150e-2, "0" for -0.0.
 * null: not a number.
 */
export function canonicalDecimal(text: string): string | null {
  const parts = NUMBER.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = trimStart(whole + fraction);
  const significant = trimEnd(digits);
  if (significant === '') return '0';
  const shift = digits.length - significant.length - fraction.length;
  if (exponent.length > MOST_EXPONENT_DIGITS) return `${sign}${significant}e${exponent}${shift}`;
  return `${sign}${significant}e${BigInt(exponent) + BigInt(shift)}`;
}

/** By loops: a regular expression for the end of a text tries every zero in it. */
function trimStart(digits: string): string {
  let start = 0;
  while (start < digits.length && digits[start] === '0') start++;
  return digits.slice(start);
}

function trimEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
