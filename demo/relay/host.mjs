// `npm run demo:relay`: the story with an origin and a storage for each pane; only a relay leads from one to another. This is
// the host of it: it starts the server, and gives each seat, known by its port, what is its own.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as listen } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { findNats, HOW } from '../../scripts/nats.mjs';
import { openCompany } from './company.mjs';
import { pages } from './pages.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { startServer } from '../../scripts/nats-server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Who sits in which pane. */
const SEATS = {
  form: { audience: 'customer' },
  menu: { audience: 'support', author: 'ivr' },
  ana: { audience: 'support', author: 'ana' },
  ben: { audience: 'support', author: 'ben' },
  sales: { audience: 'sales', author: 'rep-40' },
};

async function bodyOf(request) {
  let text = '';
  for await (const part of request) if ((text += part).length > 1_000) throw new Error('too long');
  return text === '' ? {} : JSON.parse(text);
}

/** Resolves with its address, and how to end it. `port`: of the page around; another where that is taken. */
export async function startRelayDemo({ port = 5173 } = {}) {
  const file = findNats();
  if (file === undefined) throw new Error(HOW);
  const folder = mkdtempSync(path.join(tmpdir(), 'say-once-demo-'));

  const origins = {};
  const at = {};
  for (const [index, name] of ['around', ...Object.keys(SEATS)].entries()) {
    at[name] = await freePort(port === 0 ? 0 : port + index);
    origins[name] = `http://127.0.0.1:${at[name]}`;
  }
  const vite = await createServer({
    root: path.join(root, 'demo'),
    configFile: path.join(root, 'vite.config.ts'),
    cacheDir: path.join(root, 'node_modules/.vite/relay'),
    logLevel: 'error',
    appType: 'mpa',
    plugins: [pages(origins)],
    server: { middlewareMode: true, hmr: false, ws: false, watch: null, warmup: { clientFiles: ['./*.ts', './relay/*.ts', '../src/carry/*.ts', '../src/touchpoint/*.ts', '../src/elements/*.ts'] } },
    optimizeDeps: { include: ['@nats-io/nkeys'] },
    // deploy/ takes the package as a host does; here it is the sources.
    resolve: { alias: { 'say-once/gateway': path.join(root, 'src/gateway/gateway.ts'), 'say-once/intake': path.join(root, 'src/touchpoint/worker.ts') } },
  });
  const of = async (...names) => Object.assign({}, ...(await Promise.all(names.map((name) => vite.ssrLoadModule(path.join(root, name))))));
  const library = await of('src/touchpoint/worker.ts', 'deploy/inbox.mjs', 'deploy/gateway.mjs', 'demo/story.ts', 'demo/known.ts');

  const server = await startServer({ file, folder, origins: Object.values(origins) });
  // After the server was killed, which would write into it.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const newStory = () => openCompany({ server, folder, origins: [origins.form], library });
  let story = await newStory();

  const answers = {
    state: async () => ({ up: server.isUp }),
    async power() {
      await (server.isUp ? server.stop() : server.start());
      return { up: server.isUp };
    },
    async over() {
      await server.start();
      const last = story;
      story = await newStory();
      await last.end();
      return { up: true };
    },
    // What a host's own sign-in would do. Which seat it is goes by the origin: here nobody has a password.
    async seat({ audience }) {
      return { company: story.name, relay: server.ws, gateway: story.gateway, keys: story.keysFor(audience) };
    },
    async credentials({ audience, author }, { user }) {
      return { jwt: await story.mint({ user, role: audience, author }) };
    },
  };

  async function answer(name, request, response) {
    const what = request.url.slice('/host/'.length);
    const isMine = name === 'around' ? ['state', 'power', 'over'].includes(what) : what === 'seat' || (what === 'credentials' && SEATS[name].author !== undefined);
    // Another site's page could post here too; it is no page of the demo's.
    if (!isMine || request.method !== 'POST' || request.headers.origin !== origins[name]) {
      response.writeHead(403).end();
      return;
    }
    try {
      const said = await answers[what](SEATS[name], await bodyOf(request));
      response.setHeader('content-type', 'application/json').end(JSON.stringify(said));
    } catch (error) {
      response.writeHead(500).end(String(error.message));
    }
  }

  const serve = (name) => (request, response) => {
    if (request.url.startsWith('/host/')) void answer(name, request, response);
    // Vite's own part of a page would look for a channel that is not there: nothing is reloaded here.
    else if (request.url === '/@vite/client') response.setHeader('content-type', 'text/javascript').end('export {};');
    else vite.middlewares(request, response);
  };
  const servers = [];
  for (const name of Object.keys(origins)) {
    const one = listen(serve(name));
    await once(one.listen(at[name], '127.0.0.1'), 'listening');
    servers.push(one);
  }

  let ending;
  async function endAll() {
    for (const one of servers) {
      one.close();
      one.closeAllConnections();
    }
    await server.start(); // whoever waits for it could not end
    await story.end();
    await server.stop();
    await vite.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { url: `${origins.around}/`, origins, end: () => (ending ??= endAll()) };
}
