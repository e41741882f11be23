/** What the tests that drive a browser from outside find on `window.page`: the library as a host has it, and a host's own keys. */
import { ExchangeCarrier } from '../../../src/carry/exchange.js';
import type { sealEnvelope } from '../../../src/carry/envelope.js';
import { natsCarrier } from '../../../src/carry/nats.js';
import { postCarrier } from '../../../src/carry/post.js';
import { nextStamp, nodeName } from '../../../src/model/stamp.js';
import { digest, keysOf } from '../../../src/store/keys.js';
import { fold } from '../../../src/model/fold.js';
import { DATABASE_VERSION } from '../../../src/store/early.js';
import { openTouchpoint, SayOnceError, type Touchpoint } from '../../../src/index.js';
import { randomBytes } from '../../../src/store/bytes.js';
import { hostRing, rawRead } from '../support.js';

/** Random text that LevelDB cannot compress: room is used up as it is counted. */
const noise = (length: number): string => {
  let text = '';
  while (text.length < length) for (const byte of randomBytes(4096)) text += String.fromCharCode(0x61 + (byte % 26));
  return text.slice(0, length);
};

/** Fetched when it is needed, as a host's page does: tests take parts like this one away. */
const later: typeof sealEnvelope = async (...it) => (await import('../../../src/carry/envelope.js')).sealEnvelope(...it);

const page = { openTouchpoint, SayOnceError, hostRing, rawRead, fold, noise, ExchangeCarrier, natsCarrier, postCarrier, sealEnvelope: later, keysOf, digest, newStamp: (at: number) => nextStamp(undefined, at, nodeName(randomBytes(12))), elements: async (prefix: string) => (await import('../../../src/define-as.js')).defineAs(prefix), DATABASE_VERSION, desks: {} as Record<string, Touchpoint<'support'>>, forms: {} as Record<string, Touchpoint<'customer'>>, sales: undefined as Touchpoint<'sales'> | undefined, heard: [] as unknown[] };

export type Page = typeof page;

declare global {
  interface Window {
    page: Page;
  }
}

window.page = page;
