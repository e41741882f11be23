import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { chromiumOptions } from './test/support/chromium.js';
import { firefoxEsr } from './test/support/firefox-esr.js';
import { LongestFirst } from './test/support/longest-first.js';
import { natsCommands } from './test/support/nats-commands.js';
import { webkitGtk } from './test/support/webkit-gtk.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Named beforehand, or a cold run finds them one by one and reloads the page in the middle of a test. */
const dependencies = [
  '@nats-io/jetstream',
  '@nats-io/nats-core',
  '@scure/bip39',
  '@scure/bip39/wordlists/english.js',
  'idb',
  'jose',
  'lean-qr',
  'lean-qr/extras/svg',
  'libphonenumber-js/min',
  'lit/html.js',
  'lit/directives/class-map.js',
  'lit/directives/if-defined.js',
  'lit/directives/live.js',
  'lit/directives/repeat.js',
  'zod/mini',
];

/**
 * How many files run at a time: so many in Node and, beside them, one in the browser on two cores, as many where there are more.
 * Those in Node mostly wait for a browser or a server that they started, and what runs in the browser fills the gaps.
 */
const cores = availableParallelism();
const maxWorkers = Math.max(2, cores - 1);

/** Real tests of pure things; also those that start browsers and builds of their own, hence the long patience. */
const node: TestProjectInlineConfiguration = {
  extends: true,
  // deploy/ takes the package as a host does; here it is the sources.
  resolve: { alias: { 'say-once/gateway': at('./src/gateway/gateway.ts'), 'say-once/intake': at('./src/touchpoint/worker.ts') } },
  test: {
    name: 'node',
    environment: 'node',
    include: ['test/{model,wire,house}/**/*.test.ts', 'test/**/*.node.test.ts'],
    globalSetup: ['test/support/once.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers,
    maxConcurrency: 2,
  },
};

/** The demo and whole stories, driven from outside by Playwright. */
const journeys: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'journeys',
    environment: 'node',
    include: ['test/journeys/**/*.test.ts'],
    exclude: ['**/*.node.test.ts'],
    globalSetup: ['test/support/once.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers,
  },
};

type Browser = NonNullable<NonNullable<TestProjectInlineConfiguration['test']>['browser']>;

const inBrowser = (name: string, groupOrder: number, how: Pick<Browser, 'provider' | 'instances' | 'headless'>, testTimeout = 15_000): TestProjectInlineConfiguration => ({
  extends: true,
  resolve: { alias: { '@esm-bundle/chai': at('./test/support/open-wc.ts'), '@web/test-runner-commands': at('./test/support/open-wc.ts') } },
  optimizeDeps: { include: [...dependencies, '@open-wc/testing', 'axe-core/axe.min.js', 'fast-check', 'rate-limiter-flexible'] },
  test: {
    name,
    include: ['test/{store,carry,elements,touchpoint,gateway}/**/*.test.ts'],
    exclude: ['**/*.node.test.ts'],
    setupFiles: ['test/support/setup.ts'],
    maxWorkers,
    sequence: { groupOrder },
    testTimeout,
    browser: { enabled: true, fileParallelism: cores > 2, headless: true, ui: false, screenshotFailures: false, commands: natsCommands, ...how },
  },
});

const browser = inBrowser('browser', 0, { provider: playwright({ launchOptions: chromiumOptions }), instances: [{ browser: 'chromium' }] });

/** Drawing and pressing keys take longer where there is no graphics card and keys are simulated, ms. */
const PATIENCE = 40_000;

/** The other engines, one after the other, where `npm run test:engines` (scripts/engines.mjs) found them and names them here. */
const { SAY_ONCE_FIREFOX, SAY_ONCE_WEBKIT } = process.env;
const others: TestProjectInlineConfiguration[] = [];
if (SAY_ONCE_FIREFOX) others.push(inBrowser('firefox-esr', 1, { provider: firefoxEsr(SAY_ONCE_FIREFOX), instances: [{ browser: 'firefox' }] }, PATIENCE));
// WebKitGTK has no headless mode (it gets a display of its own), and vitest knows no such browser by that name.
if (SAY_ONCE_WEBKIT) others.push(inBrowser('webkit-gtk', 2, { provider: webkitGtk(SAY_ONCE_WEBKIT), headless: false, instances: [{ browser: 'webkit' as 'chromium' }] }, PATIENCE));

export default defineConfig({
  optimizeDeps: { include: dependencies },
  server: { port: 5173 },
  test: {
    // On a busy machine one of two thousand tests may come too late: it is tried once more, and `npm test` names it at its end.
    retry: 1,
    sequence: { sequencer: LongestFirst },
    // Whoever waits for something waits for that: a second is too little where others are at work too.
    expect: { poll: { timeout: 10_000 } },
    onConsoleLog: (log) => (log.includes('Lit is in dev mode') ? false : undefined),
    projects: [node, journeys, browser, ...others],
  },
});
