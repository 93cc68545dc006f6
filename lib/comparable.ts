/** Without regard to case and accents: "Größe" and "GRÖSSE" are different, "Élan" is "elan". */
export const comparable = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
