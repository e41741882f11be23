/** The Chromium that `pretest` found or fetched (scripts/ready.mjs), as Playwright launch options: for vitest's browser project and for every test that drives a browser itself. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LaunchOptions } from 'playwright';

interface Answer {
  executablePath?: string;
  env?: Record<string, string>;
}

const file = fileURLToPath(new URL('../../node_modules/.cache/ready/chromium.json', import.meta.url));
const { executablePath, env }: Answer = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

const inherited = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));

export const chromiumOptions: LaunchOptions = {
  ...(executablePath ? { executablePath } : {}),
  ...(env ? { env: { ...inherited, ...env } } : {}),
  args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
