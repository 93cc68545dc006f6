// The same as main.go, for a machine without Go.
import { createServer } from 'node:http';

let requests = 0;
const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(requests));
    return;
  }
  request.resume().once('end', () => {
    requests++;
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"result":"Queued"}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${String(server.address().port)}`));
