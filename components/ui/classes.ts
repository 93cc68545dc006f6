/** Joins class names, without those that are false. */
export const classes = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');
