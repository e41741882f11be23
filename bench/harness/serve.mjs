// A small static server with as many origins as there are contestants: the same files, a port each, and a database each.
import { createServer } from 'node:http';

const TYPES = { js: 'text/javascript', json: 'application/json', css: 'text/css' };

const BLANK = '<!doctype html><title>blank</title><link rel="icon" href="data:,">';

/** @param files what is served, by path; may grow */
export function serve(files) {
  const origins = new Map();
  const servers = [];
  const answer = (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
    const body = path.endsWith('/blank') ? BLANK : files.get(path);
    if (body === undefined) {
      response.writeHead(404).end();
      return;
    }
    const isPage = !/\.\w+$/.test(path);
    response.setHeader('content-type', `${isPage ? 'text/html' : (TYPES[path.split('.').at(-1)] ?? 'application/octet-stream')}; charset=utf-8`);
    response.setHeader('cache-control', isPage ? 'no-cache' : 'public, max-age=31536000, immutable');
    // Cross-origin isolation: without it the clock of a page ticks in steps of 0.1 ms, which is half a read.
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader('etag', `"${body.length}"`); // emoji-picker-element asks whether its data are still the same
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.end(body);
  };
  return {
    files,
    /** The origin of this name; made when first asked for. */
    async origin(name) {
      if (!origins.has(name)) {
        const server = createServer(answer);
        servers.push(server);
        await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
        origins.set(name, `http://localhost:${server.address().port}`);
      }
      return origins.get(name);
    },
    close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}
