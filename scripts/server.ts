/** `npx node scripts/server.ts [version] [nodes]`: runs a real server for experiments until Ctrl-C. */
import { startServer } from './servers/start-server.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const [version, nodes] = process.argv.slice(2);
const server = await startServer({
  ...(version ? { version } : {}),
  ...(nodes ? { nodes: Number(nodes) } : {}),
  name: 'restore-desk-try',
});
console.log(server.urls.join(' '));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void server.stop().then(() => process.exit(0));
  });
}
