import { describeBehindProxy } from '../support/behind-a-proxy.ts';

// The same tests for a sub-path need a build of their own: tests/sub-path, `npm run test:sub-path`.
describeBehindProxy('');
