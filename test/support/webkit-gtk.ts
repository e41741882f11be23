/**
 * A vitest browser provider for WebKitGTK: Debian's webkit2gtk-driver (WebKitWebDriver and MiniBrowser) under Xvfb.
 * It opens the page over plain WebDriver, and no more: clicks and keys are simulated in the page (test/support/user.ts).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineBrowserProvider } from '@vitest/browser';
import { PreviewBrowserProvider } from '@vitest/browser-preview';
import type { TestProject } from 'vitest/node';

/** How long the driver may take to answer, ms. */
const PATIENCE = 10_000;

class WebKitGtk extends PreviewBrowserProvider {
  readonly #started: ChildProcess[] = [];
  readonly #browser: string;
  #base = '';
  #session = '';

  constructor(project: TestProject, browser: string) {
    super(project);
    this.#browser = browser;
  }

  /** @throws what WebDriver answers, if it refuses */
  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.#base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const { value } = (await response.json()) as { value: { error?: string; message?: string } };
    if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  async #ready(): Promise<void> {
    for (const until = Date.now() + PATIENCE; ; await sleep(100)) {
      try {
        if (((await this.#ask('GET', '/status')) as { ready: boolean }).ready) return;
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  }

  override async openPage(_session: string, url: string): Promise<void> {
    // Two runs on one machine must not meet: a display and a port of this process's own.
    const display = `:${90 + (process.pid % 900)}`;
    const port = 20_000 + (process.pid % 20_000);
    this.#base = `http://127.0.0.1:${port}`;
    this.#started.push(spawn('Xvfb', [display, '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], { stdio: 'ignore' }));
    this.#started.push(spawn('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' } }));
    await this.#ready();
    const wanted = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: this.#browser, args: ['--automation'] } };
    const { sessionId } = (await this.#ask('POST', '/session', { capabilities: { alwaysMatch: wanted } })) as { sessionId: string };
    this.#session = `/session/${sessionId}`;
    await this.#ask('POST', `${this.#session}/url`, { url });
  }

  override async close(): Promise<void> {
    if (this.#session !== '') await this.#ask('DELETE', this.#session).catch(() => {});
    for (const started of this.#started.toReversed()) started.kill();
  }
}

/** @param browser where MiniBrowser is */
export const webkitGtk = (browser: string): ReturnType<typeof defineBrowserProvider> =>
  defineBrowserProvider({ name: 'preview', options: {}, providerFactory: (project) => new WebKitGtk(project, browser) });
