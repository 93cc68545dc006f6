import { describeBehindProxy } from '../support/behind-a-proxy.ts';

// The same under a sub-path needs a build of its own: tests/sub-path, `npm run test:sub-path`.
describeBehindProxy('');
