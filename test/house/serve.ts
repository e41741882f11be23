/** A page as strict as a careful host's: no inline script without a nonce, Trusted Types, nothing from anywhere else. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'nonce-house'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export interface Served {
  address: string;
  /** Adds a page: a whole one, or what its body holds, which may be inline scripts with nonce="house" too. */
  page: (url: string, body: string) => void;
  close: () => void;
}

/** Serves the pages given to it, and the scripts of a folder. */
export async function serve(folder: string): Promise<Served> {
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const url = decodeURI(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = path.join(folder, url);
    const page = pages.get(url);
    if (page !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('content-security-policy', POLICY);
      response.end(page);
    } else if (url.endsWith('.js') && existsSync(file)) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(readFileSync(file));
    } else {
      response.statusCode = url === '/favicon.ico' ? 204 : 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('the server has no port');
  return {
    address: `http://localhost:${at.port}`,
    page: (url, body) => pages.set(url, body.startsWith('<!doctype') ? body : `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>say-once</title></head><body>${body}</body></html>`),
    close: () => void server.close(),
  };
}
