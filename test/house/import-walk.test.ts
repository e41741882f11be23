/**
 * Who may lean on whom (the rooms), and what may load with a published entry before anybody asked for it.
 * Both are tables: to allow something new, write it down here, where the next person will see it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { reach, readSource, root, sources } from './imports.js';

interface Room {
  /** Files whose path begins so. The first room that fits counts. */
  files: string;
  /** Other sources it may lean on, by the beginning of their path. */
  on?: string[];
  /** Others that it may name as types only. */
  types?: string[];
  /** Packages; `in` narrows one down to the files that may name it. */
  packages?: Record<string, { in?: string[] }>;
}

/** The few things of the model that elements call and do not only name: small, pure, and the one place that knows how a text is shown, what a digit is, or what a hand-off came to. */
const SHOWING = ['src/model/after-hand-off.ts', 'src/model/inert.ts', 'src/model/masked.ts', 'src/model/fact-name.ts', 'src/model/written.ts', 'src/model/normal.ts'];

const ROOMS: Room[] = [
  { files: 'src/model/', packages: { 'zod/mini': { in: ['src/model/schema.ts'] } } },
  { files: 'src/store/', on: ['src/model/'], packages: { idb: { in: ['src/store/database.ts'] }, 'libphonenumber-js': { in: ['src/store/phone.ts'] } } },
  { files: 'src/carry/', on: ['src/model/'], packages: { jose: {}, '@nats-io/nats-core': { in: ['src/carry/nats-line.ts'] }, '@nats-io/jetstream': {}, '@scure/bip39': { in: ['src/carry/spoken.ts'] } } },
  // What the rest of the world speaks. Whoever needs it loads it when it is needed.
  { files: 'src/wire/', on: ['src/model/'], packages: { 'zod/mini': { in: ['src/wire/vcon-schema.ts'] }, jose: { in: ['src/wire/vcon-sign.ts'] } } },
  // What stands at the border of a company's own servers: it opens nothing, and knows no store and no carrier.
  { files: 'src/gateway/', packages: { 'rate-limiter-flexible': { in: ['src/gateway/limits.ts'] } } },
  { files: 'src/touchpoint', on: ['src/model/', 'src/store/', 'src/carry/', 'src/touchpoint'] },
  // A registration file is the only place that takes a class in order to put it to work.
  { files: 'src/elements/define/', on: ['src/elements/'] },
  // The provider opens the touchpoint, and hands the host's key ring through without looking at it.
  { files: 'src/elements/say-once.ts', on: ['src/touchpoint', 'src/elements/', ...SHOWING], types: ['src/model/', 'src/store/keys.ts', 'src/carry/carrier.ts'], packages: {} },
  { files: 'src/elements/', on: SHOWING, types: ['src/model/', 'src/touchpoint'], packages: { 'lit/html.js': {}, 'lit/directives/repeat.js': {}, 'lean-qr': { in: ['src/elements/transfer-picture.ts'] } } },
  { files: 'src/define.ts', on: ['src/elements/define/', 'src/elements/words/'] },
  { files: 'src/define-as.ts', on: ['src/elements/'] },
  { files: 'src/index.ts', on: ['src/touchpoint', 'src/model/'], types: ['src/elements/', 'src/carry/', 'src/store/'] },
  { files: 'src/script.ts', on: ['src/store/early.ts'] },
];

/** Elements do not know each other. */
const ELEMENTS = ['src/elements/say-once.ts', 'src/elements/card.ts', 'src/elements/form.ts', 'src/elements/guard.ts', 'src/elements/inbox.ts', 'src/elements/transfer.ts'];

/** What may load with each entry, by package. All else must wait for an import() when it is needed. */
const ENTRIES: Record<string, string[]> = {
  'src/index.ts': [],
  'src/define.ts': ['lit'],
  'src/model/index.ts': ['zod'],
  'src/elements/define/say-once.ts': [],
  'src/elements/define/card.ts': ['lit'],
  'src/elements/define/form.ts': [],
  'src/elements/define/guard.ts': [],
  'src/elements/define/inbox.ts': ['lit'],
  'src/elements/define/transfer.ts': ['lit'],
  'src/wire/uui.ts': [],
  'src/carry/nats.ts': [],
  'src/carry/post.ts': [],
  'src/wire/cti.ts': [],
  'src/wire/vcon.ts': ['zod'],
  // Of a host's own worker, not of a page.
  'src/touchpoint/worker.ts': ['zod', 'idb'],
  'src/gateway/gateway.ts': ['rate-limiter-flexible'],
  'src/script.ts': [],
  'src/elements/words/index.ts': [],
  'src/define-as.ts': ['lit', 'idb'],
};

/** What a page fetches by itself has nobody's wish to wait for either. */
const { pages }: { pages: Record<string, { itself: string[] }> } = JSON.parse(readFileSync(path.join(root, 'sizes.json'), 'utf8'));
for (const file of Object.values(pages).flatMap(({ itself }) => itself)) ENTRIES[file] = [];

/** Nothing is sent anywhere: only a carrier that a host configures may ever speak to a network. */
const CARRIERS = ['src/carry/post.ts'];
const NETWORK = ['fetch', 'WebSocket', 'WebSocketStream', 'XMLHttpRequest', 'EventSource', 'sendBeacon', 'RTCPeerConnection', 'WebTransport', 'importScripts'];

/** What the model may not touch: it is pure, so that the same entries always fold to the same context. */
const IMPURE = ['document', 'window', 'navigator', 'indexedDB', 'localStorage', 'sessionStorage', 'BroadcastChannel', 'crypto', 'performance', 'setTimeout', 'setInterval', 'queueMicrotask', 'Date.now', 'new Date()', 'Math.random'];

const packageOf = (word: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(word)?.[0] ?? word;
const within = (file: string, beginnings: string[]): boolean => beginnings.some((beginning) => file.startsWith(beginning));

/** Names each fault in the failure itself. */
const none = (faults: string[]): void => expect(faults, faults.join('\n')).toEqual([]);

describe('each room leans only on what it may', () => {
  it.each(sources())('%s', (file) => {
    const room = ROOMS.find(({ files }) => file.startsWith(files));
    if (!room) throw new Error(`${file} is in no room: say in ROOMS who it may lean on`);
    const faults: string[] = [];
    for (const { word, target, kind } of readSource(file).imports) {
      if (target.startsWith('src/')) {
        const allowed = [room.files, ...(room.on ?? []), ...(kind === 'type' ? (room.types ?? []) : [])];
        const another = ELEMENTS.includes(target) && file.startsWith('src/elements/') && !file.startsWith('src/elements/define/') && kind !== 'type';
        if (!within(target, allowed) || another) faults.push(`${file} must not import "${word}" (${kind})`);
      } else if (target === '(computed)') {
        if (file !== 'src/script.ts') faults.push(`${file} must not import a computed address`);
      } else {
        const rule = room.packages?.[target] ?? room.packages?.[packageOf(target)];
        if (!rule || (rule.in && !rule.in.includes(file))) faults.push(`${file} must not import "${word}" (${kind})`);
      }
    }
    none(faults);
  });

  it('the model is pure: no DOM, no database, no clock, no chance', () => {
    const faults = sources('src/model').flatMap((file) => {
      const { names } = readSource(file);
      return IMPURE.filter((name) => names.has(name)).map((name) => `${file} must not say ${name}`);
    });
    none(faults);
  });

  it('zod is only ever taken as a whole namespace: by name it brings all of its 85 kB', () => {
    const faults = sources().flatMap((file) =>
      readSource(file)
        .imports.filter(({ target, kind, names }) => packageOf(target) === 'zod' && kind === 'static' && names.join() !== '*')
        .map(({ word }) => `${file} must say: import * as z from '${word}'`),
    );
    none(faults);
  });
});

describe('what loads with an entry', () => {
  it.each(Object.entries(ENTRIES))('%s loads nothing but %j', (entry, allowed) => {
    const faults = [...reach(entry).loaded]
      .filter(([target]) => !target.startsWith('src/') && !allowed.includes(packageOf(target)))
      .map(([target, way]) => `"${target}" must not load with ${entry}: ${way.join(' → ')}`);
    none(faults);
  });

  it.each(Object.keys(ENTRIES).filter((entry) => !CARRIERS.includes(entry)))('%s reaches no network, not even on demand', (entry) => {
    const faults = [...reach(entry, true).loaded].flatMap(([file, way]) => {
      if (!file.startsWith('src/')) return [];
      const { names } = readSource(file);
      return NETWORK.filter((name) => names.has(name) || names.has(`.${name}`)).map((name) => `${file} must not say "${name}": ${way.join(' → ')}`);
    });
    none(faults);
  });

  it('the heavy parts are on the path of the whole, but wait to be asked for', () => {
    const { loaded } = reach('src/define.ts', true);
    const packages = new Set([...loaded.keys()].filter((target) => !target.startsWith('src/')).map(packageOf));
    expect([...packages].toSorted()).toEqual(['@scure/bip39', 'idb', 'jose', 'libphonenumber-js', 'lit', 'zod']);
  });
});
