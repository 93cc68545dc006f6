import { readJournal } from './journal.ts';
import { ReplayCounter } from './replay-counter.ts';

/** How the requests of a replay ended so far, from the results in its job's directory. */
export async function countJournal(directory: string): Promise<ReplayCounter> {
  const counter = new ReplayCounter();
  for await (const line of readJournal(directory)) if (!('begun' in line)) counter.add(line);
  return counter;
}
