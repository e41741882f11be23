/** What desks in browsers over a relay stand on: their page, a server as deploy/ sets it up, a browser. There from before the first test of the file that imports it until after its last. */
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll } from 'vitest';
import { type CompanyKeys, Host } from '../deploy/host.js';
import { servePage, type Served } from '../store/page/serve.js';
import { chromiumOptions } from '../support/chromium.js';
import { natsHere } from '../support/nats.js';

const file = natsHere();
let count = 0;

/** There is no server on this machine: none of this is there either. */
export const isMissing = file === undefined;

export let served: Served;
export let host: Host;
export let browser: Browser;

/** One that no other test has. */
export const nextCompany = (): Promise<CompanyKeys> => host.company(`acme-${++count}`);

beforeAll(async () => {
  if (file === undefined) return;
  served = await servePage();
  [host, browser] = await Promise.all([Host.start(file, served.address), chromium.launch(chromiumOptions)]);
});
afterAll(async () => {
  await browser?.close();
  await host?.end();
  served?.close();
});
