/** Whether two JSON numbers have the same decimal value, however many digits they have. False for other literals that differ. */
export function sameNumber(left: string, right: string): boolean {
  const [first, second] = [canonical(left), canonical(right)];
  return first !== null && first === second;
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** "15e-1" for 1.5, 1.50 and 150e-2; null: not a number. BigInt: an exponent may have any number of digits. */
function canonical(text: string): string | null {
  const parts = NUMBER.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = trimZeros(digits);
  if (significant === '') return '0';
  return `${sign}${significant}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length)}`;
}

/** By a loop: a regular expression for the end of a text tries every zero in it. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
