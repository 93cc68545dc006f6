import { parseAsText } from '@/components/address-parsers.ts';

/** What is chosen: of each, lib/kinds/replay/review-address.ts. */
export const replayAddress = {
  target: parseAsText(63),
  alias: parseAsText(255),
  job: parseAsText(15),
  without: parseAsText(4_000),
  from: parseAsText(40),
  to: parseAsText(40),
  speed: parseAsText(10),
  rate: parseAsText(5),
  concurrency: parseAsText(2),
  map: parseAsText(3),
};
