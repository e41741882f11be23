import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Profile, servePage, type Served } from './page/serve.js';

/** What a customer said, who they are, and what was noted about them. */
const TOLD = {
  id: 'ruth.okafor@example.com',
  other: 'crm-0099-okafor',
  name: 'Ruth Okafor-Lindqvist',
  arabic: 'روث أوكافور',
  phone: '020 7946 0018',
  email: 'r.okafor@example.org',
  account: '4821-77-9913',
  biscuit: 'a garibaldi, always',
  words: 'My mother has passed away. She was billed after I cancelled her line.',
  struck: 'the neighbour’s number is 0113 496 0000',
  flag: 'daughter rings on her behalf, hard of hearing',
  step: 'promised to ring back on Thursday',
  felt: 'worn out by telling it four times',
  why: 'same voice and same door number',
  label: 'Ana Petrova-Quint',
};

/** How any of it might stand in a file: as it is, or in parts that would be enough. */
const TELLING = [
  ...Object.values(TOLD),
  // None shorter than six letters: sealed text is random, and long enough to hold any four by chance.
  'okafor', 'Okafor', 'Lindqvist', 'example.com', 'example.org', '7946 0018', '2079460018', '+442079460018', '482177', '77-9913', '4960000',
  'mother', 'passed away', 'billed', 'daughter', 'hearing', 'Thursday', 'worn out', 'Petrova', 'rep-17-quint', 'web-form', 'support-1',
  'account', 'bereavement', 'vulnerability', 'support-need', 'favourite-biscuit', 'given-name', 'garibaldi', 'otp-sms', 'neighbour',
];

function bigEndian(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}

/** The middles of a text in base64, at each of the three places where it can begin. */
const inBase64 = (text: string): Buffer[] =>
  [0, 1, 2].map((shift) => {
    const bytes = Buffer.from(text);
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return Buffer.from(whole.slice(shift === 0 ? 0 : 4, Math.floor((shift + bytes.length) / 3) * 4));
  });

/** Every way in which Chromium writes a text: one-byte and two-byte strings in values, big-endian in keys; and ours, if we forgot to seal. */
const spellings = (text: string): Buffer[] => [
  Buffer.from(text), Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le'), bigEndian(text), Buffer.from(JSON.stringify(text).slice(1, -1)),
  ...(text.length > 8 ? inBase64(text) : []),
];

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((one) => one.isFile())
    .map((one) => path.join(one.parentPath, one.name));
}

/** Which of these texts stand in any file, and where. */
function found(files: readonly string[], texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) => spellings(text).map((bytes) => ({ text, bytes })));
  return files.flatMap((file) => {
    const content = readFileSync(file);
    return wanted.filter(({ bytes }) => content.includes(bytes)).map(({ text }) => `«${text}» in ${path.basename(path.dirname(file))}/${path.basename(file)}`);
  });
}

let served: Served;
let profile: Profile;
beforeAll(async () => {
  served = await servePage();
});
afterAll(() => served.close());
beforeEach(() => {
  profile = new Profile(served.address);
});
afterEach(() => profile.remove());

const databases = (): string[] => filesUnder(profile.folder).filter((file) => file.includes(`${path.sep}IndexedDB${path.sep}`));

/** A day at the company: all audiences write everything that they may, with keys that the host holds. */
async function aDay(): Promise<{ person: string }> {
  const page = await profile.page();
  const person = await page.evaluate(async (told) => {
    const { openTouchpoint, hostRing } = window.page;
    const support = await openTouchpoint({ name: 'acme', as: { audience: 'support', id: 'rep-17-quint', label: told.label }, keys: await hostRing('support') });
    const sales = await openTouchpoint({ name: 'acme', as: { audience: 'sales', id: 'rep-90' }, keys: await hostRing('sales') });
    window.page.desks['support'] = support;

    await support.begin(told.id, { channel: 'phone' });
    await support.recordAll(told.id, [
      { kind: 'told', fact: 'given-name', value: told.name },
      { kind: 'told', fact: 'name', value: told.arabic },
      { kind: 'told', fact: 'phone', value: told.phone },
      { kind: 'told', fact: 'email', value: told.email },
      { kind: 'told', fact: 'account', value: told.account },
      { kind: 'told', fact: 'favourite-biscuit', value: told.biscuit },
      { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: Date.now() + 60_000 },
      { kind: 'issue', words: told.words, topic: 'bereavement' },
      { kind: 'flag', flag: 'support-need', reason: 'vulnerability', words: told.flag },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' },
      { kind: 'step', step: 'promised', words: told.step },
      { kind: 'felt', felt: told.felt },
    ]);
    await support.record(told.other, { kind: 'told', fact: 'name', value: told.name });
    await support.link(told.id, told.other, { because: told.why });
    await support.end(told.id, 340);

    // A carrier that never answers: what is sealed for others stays in the outbox.
    const dead = { name: 'dead', publish: () => Promise.reject(new Error('no line')), feed: () => new Promise<void>(() => {}), erase: async () => 0, close: () => {} };
    const customer = await openTouchpoint({ name: 'acme', as: { audience: 'customer' }, keys: await hostRing('customer'), carriers: [dead] });
    const id = await customer.person();
    await customer.begin(id, { channel: 'web-form' });
    await customer.recordAll(id, [
      { kind: 'told', fact: 'tel', value: told.phone },
      { kind: 'told', fact: 'favourite-biscuit', value: told.biscuit },
      { kind: 'issue', words: told.words },
    ]);
    await customer.close();
    for (let i = 0; i < 200 && (await sales.pitch({ account: told.account })).pitch !== 'held'; i++) await new Promise((again) => setTimeout(again, 25));
    return id;
  }, TOLD);
  return { person };
}

describe('invariant 2: the disk tells nothing', () => {
  it('a control: what is written beside the records unsealed is found by the same search, as key, as text, and as text of another script', async () => {
    const page = await profile.page();
    await page.evaluate(async (word) => {
      const { openTouchpoint, hostRing } = window.page;
      const support = await openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: await hostRing('support') });
      await support.record('cus_1', { kind: 'felt', felt: 'fine' });
      await support.close();
      await new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('say-once/acme/support');
        request.onsuccess = () => {
          const tx = request.result.transaction('meta', 'readwrite');
          tx.objectStore('meta').put(`${word}-text`, 'a');
          tx.objectStore('meta').put({ deep: [`${word}-ж-text`] }, 'b');
          tx.objectStore('meta').put(1, `${word}-key`);
          tx.objectStore('meta').put(new TextEncoder().encode(`${word}-bytes`), 'c');
          tx.objectStore('meta').put(btoa(`so this is ${word}-base64 now`), 'd');
          tx.oncomplete = () => resolve(request.result.close());
          tx.onabort = () => reject(tx.error);
        };
      });
    }, 'xq7-control-zv9');
    await profile.close();
    for (const kind of ['text', 'ж-text', 'key', 'bytes', 'base64']) expect(found(databases(), [`xq7-control-zv9-${kind}`]), kind).not.toEqual([]);
  });

  it('after a day’s work, with every store, the outbox and the exchange full, no name, number, address, word, id or reason is in any file', async () => {
    const { person } = await aDay();
    const page = (await profile.context()).pages().at(-1);
    const lies = await page?.evaluate(async () => {
      const { rawRead } = window.page;
      const count = async (name: string, store: string): Promise<number> => (await rawRead(`say-once/acme/${name}`, store)).length;
      return {
        support: [await count('support', 'contexts'), await count('support', 'journal'), await count('support', 'meta')],
        customer: [await count('customer', 'contexts'), await count('customer', 'journal'), await count('customer', 'meta'), await count('customer', 'outbox')],
        sales: [await count('sales', 'contexts'), await count('sales', 'journal')],
        exchange: await count('exchange', 'mail'),
        databases: (await indexedDB.databases()).map(({ name }) => name ?? '').sort((a, b) => a.localeCompare(b)),
      };
    });
    // The search is worth something only if there is something to find.
    expect(lies?.support.every((count) => count > 0)).toBe(true);
    expect(lies?.customer.every((count) => count > 0)).toBe(true);
    expect(lies?.sales.every((count) => count > 0)).toBe(true);
    expect(lies?.databases).toEqual(['say-once/acme/customer', 'say-once/acme/exchange', 'say-once/acme/sales', 'say-once/acme/support']);
    await profile.close();
    expect(databases().length).toBeGreaterThan(4);
    expect(found(databases(), [...TELLING, person, person.slice(5)])).toEqual([]);
    // Nor anywhere else in what the browser leaves behind.
    expect(found(filesUnder(profile.folder), [...Object.values(TOLD), person])).toEqual([]);
  });

  it('after striking, forgetting, and the browser’s own tidying up, the bytes that linger tell nothing either', async () => {
    await aDay();
    const page = (await profile.context()).pages().at(-1);
    const wish = await page?.evaluate(async (told) => {
      const support = window.page.desks['support'];
      if (support === undefined) throw new Error('no desk');
      const { stamp } = await support.record(told.id, { kind: 'step', step: 'note', words: told.struck });
      await support.strike(stamp, told.id, { because: told.why });
      // Rewritten over and over, so that LevelDB compacts what was there before.
      for (let i = 0; i < 60; i++) await support.record(told.other, { kind: 'step', step: 'note', words: `${told.words} ${i}` });
      await support.forget(told.id);
      return (await window.page.rawRead('say-once/acme/support', 'meta')).filter(({ key }) => typeof key === 'string' && key.startsWith('suppress/')).length;
    }, TOLD);
    // The wish outlives them: as digests, one for each identifier and id.
    expect(wish).toBeGreaterThan(3);
    await profile.close();
    expect(found(databases(), TELLING)).toEqual([]);
  });
});
