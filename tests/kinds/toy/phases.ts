export const COUNTING = { phase: 'count', label: 'Counting' };
export const RESTING = { phase: 'rest', label: 'Resting' };
