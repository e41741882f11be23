/** Desks in real browsers, each with a storage of its own, that write without pause. One sits in a browser of its own, that is killed. */
import { createUser } from '@nats-io/nkeys';
import { type Browser, chromium, type Page } from 'playwright';
import { credentials, type CompanyKeys } from '../deploy/host.js';
import { Profile, type Served } from '../store/page/serve.js';
import { chromiumOptions } from '../support/chromium.js';
import type { Ledger } from './ledger.js';

/** Whom all of them write about. */
export const CUSTOMERS = Array.from({ length: 40 }, (_, index) => `cus_${index}`);

/** What the page finds on its window. */
interface Reports {
  minted(): Promise<{ jwt: string; seed: string }>;
  wrote(words: string): Promise<void>;
  told(words: string): Promise<void>;
  waits(many: number): Promise<void>;
  writing?: boolean;
}

export class Desk {
  readonly author: string;
  page: Page | undefined;
  /** how often it was begun: no words are said twice */
  #times = 0;

  constructor(author: string) {
    this.author = author;
  }

  /** `minted` for this seat alone, for two minutes: that they are renewed in the midst of writing is part of it. */
  async open(page: Page, { company, servers, ledger }: { company: CompanyKeys; servers: string[]; ledger: Ledger }): Promise<void> {
    const { author } = this;
    this.page = page;
    page.on('pageerror', (error) => console.error(`${author}: ${error.message}`));
    await page.exposeFunction('minted', async () => {
      const pair = createUser();
      return { jwt: await credentials.mint(company, { user: pair.getPublicKey(), role: 'support', author, seconds: 120 }), seed: new TextDecoder().decode(pair.getSeed()) };
    });
    await page.exposeFunction('wrote', (words: string) => void ledger.written.add(words));
    await page.exposeFunction('told', (words: string) => void ledger.acknowledged.add(words));
    await page.exposeFunction('waits', (many: number) => ledger.waits(author, many));
    await page.evaluate(async ([id, addresses]) => {
      const reports = window as unknown as Reports;
      const relay = window.page.natsCarrier({ servers: addresses, author: id, credentials: () => reports.minted() });
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support', id }, keys: await window.page.hostRing('support'), carriers: [relay] });
      window.page.desks['a'] = desk;
      desk.onState(({ relay: state }) => void reports.waits(state?.waiting ?? 0));
    }, [author, servers] as const);
  }

  /** Writes until it is told to stop: one entry about anybody, and the next when that is saved. `pause`: ms in between, on the average. */
  async write(pause: number): Promise<void> {
    await this.page?.evaluate(([id, times, customers, between]) => {
      const reports = window as unknown as Reports;
      reports.writing = true;
      const one = async (number: number): Promise<void> => {
        const words = `${id}-${times}-${number}`;
        await reports.wrote(words);
        // «Saved» is what a person was told; `strict`: so that it outlives the browser.
        const recorded = await window.page.desks['a']?.record(customers[Math.floor(Math.random() * customers.length)] ?? '', { kind: 'step', step: 'note', words }, { durability: 'strict' });
        if (recorded?.saved === true) await reports.told(words);
      };
      const all = async (): Promise<void> => {
        for (let number = 0; reports.writing === true; number++) {
          await one(number);
          await new Promise((later) => setTimeout(later, Math.random() * 2 * between));
        }
      };
      void all();
    }, [this.author, this.#times++, CUSTOMERS, pause] as const);
  }

  async rest(): Promise<void> {
    await this.page?.evaluate(() => void ((window as unknown as Reports).writing = false));
  }

  /** Everything of its own has come back, and everything of others was read. */
  async isSettled(): Promise<boolean> {
    const relay = await this.page?.evaluate(() => window.page.desks['a']?.state.relay);
    return relay?.link === 'up' && !relay.behind && relay.waiting === 0;
  }

  state(): Promise<unknown> {
    return this.page?.evaluate(() => window.page.desks['a']?.state) ?? Promise.resolve();
  }

  /** The words of every entry it has, as often as it has them. */
  async words(): Promise<string[]> {
    return (
      (await this.page?.evaluate(async (customers) => {
        const found: string[] = [];
        for (const customer of customers) {
          const { entries = [] } = (await window.page.desks['a']?.export(customer)) ?? {};
          found.push(...entries.flatMap((entry) => ('words' in entry ? [String(entry.words)] : [])));
        }
        return found;
      }, CUSTOMERS)) ?? []
    );
  }
}

export class Desks {
  readonly all: Desk[];
  readonly #served: Served;
  readonly #how: { company: CompanyKeys; servers: string[]; ledger: Ledger };
  readonly #profile: Profile;
  #browser: Browser | undefined;

  constructor(served: Served, many: number, how: { company: CompanyKeys; servers: string[]; ledger: Ledger }) {
    this.#served = served;
    this.#how = how;
    this.#profile = new Profile(served.address);
    this.all = Array.from({ length: many }, (_, index) => new Desk(`rep-${index + 1}`));
  }

  /** the one that is killed */
  get #mortal(): Desk {
    return this.all[0] as Desk;
  }

  async open(): Promise<void> {
    this.#browser = await chromium.launch(chromiumOptions);
    const [mortal, ...others] = this.all;
    for (const desk of others) {
      const page = await (await this.#browser.newContext()).newPage();
      await page.goto(this.#served.address);
      await page.waitForFunction(() => 'page' in window);
      await desk.open(page, this.#how);
    }
    await mortal?.open(await this.#profile.page(), this.#how);
  }

  async write(pause: number): Promise<void> {
    for (const desk of this.all) await desk.write(pause);
  }

  /** In the midst of a publication: something of its own waits for the relay. */
  async kill(): Promise<void> {
    const desk = this.#mortal;
    await desk.page?.waitForFunction(() => (window.page.desks['a']?.state.relay?.waiting ?? 0) > 0, undefined, { timeout: 20_000, polling: 5 });
    await this.#profile.kill();
    this.#how.ledger.gone(desk.author);
  }

  /** The same profile, with what it kept. */
  async again(pause: number): Promise<void> {
    await this.#mortal.open(await this.#profile.page(), this.#how);
    await this.#mortal.write(pause);
  }

  async rest(): Promise<void> {
    for (const desk of this.all) await desk.rest();
  }

  async end(): Promise<void> {
    await this.#browser?.close();
    await this.#profile.remove();
  }
}
