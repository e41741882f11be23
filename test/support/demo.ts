/** Serves the demo as `npm start` does, for a test that drives it from outside. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export interface Demo {
  /** Ends with a slash. */
  url: string;
  close: () => Promise<void>;
}

export async function serveDemo(): Promise<Demo> {
  const server = await createServer({
    root: at('demo'),
    configFile: at('vite.config.ts'),
    cacheDir: at('node_modules/.vite/journeys'), // beside that of a running `npm start`, whose pages must not reload under its user
    logLevel: 'error',
    server: { port: 0, host: 'localhost', hmr: false, watch: null },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the demo has no address');
  return { url, close: () => server.close() };
}
