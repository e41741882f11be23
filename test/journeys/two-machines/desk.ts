/** A host's desk, as small as one can be: signs in, takes a hand-off out of the address or out of a field, and shows the element. */
import decodeQR from 'qr/decode.js';
import '../../../src/elements/define/say-once.js';
import '../../../src/elements/define/transfer.js';
import type { SayOnce } from '../../../src/elements/say-once.js';
import type { SayOnceTransfer } from '../../../src/elements/transfer.js';

/** What the host's server gives to a page after sign-in. */
export interface SignedIn {
  rep: { id: string; label: string; teams: string };
  /** the company's key, as bytes */
  support: number[];
  host: JsonWebKey;
  certificate: string;
}

declare global {
  interface Window {
    signIn(own: JsonWebKey): Promise<SignedIn>;
    /** What a camera would see in a picture: its pixels, turned and scaled. */
    look(png: string, scale: number, turn: number): Promise<string>;
    taken: string[];
  }
}

const link = location.href;
history.replaceState(null, '', location.pathname);

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const own = await crypto.subtle.generateKey(P256, false, ['sign', 'verify']);
const { rep, support, host, certificate } = await window.signIn(await crypto.subtle.exportKey('jwk', own.publicKey));

const provider: SayOnce = Object.assign(document.createElement('say-once'), { name: 'acme', audience: 'support', rep: rep.id, label: rep.label, teams: rep.teams });
const transfer: SayOnceTransfer = Object.assign(document.createElement('say-once-transfer'), { teams: 'billing' });
provider.append(transfer);
provider.keys = {
  support: [{ id: 's1', key: await crypto.subtle.importKey('raw', Uint8Array.from(support), 'HKDF', false, ['deriveKey', 'deriveBits']) }],
  session: { hosts: [{ id: 'host-1', key: await crypto.subtle.importKey('jwk', host, P256, false, ['verify']) }], own: { key: own.privateKey, certificate } },
};
document.body.prepend(provider);
window.taken = [];
transfer.addEventListener('say-once-taken', ({ customer }) => window.taken.push(customer));
if (link.includes('#say-once=')) transfer.token = link;
document.querySelector('textarea')?.addEventListener('input', (event) => (transfer.token = (event.target as HTMLTextAreaElement).value));

window.look = async (png, scale, turn) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const side = Math.ceil(Math.max(image.width, image.height) * scale * 1.3);
  const canvas = new OffscreenCanvas(side, side).getContext('2d') as OffscreenCanvasRenderingContext2D;
  canvas.fillStyle = '#bbb';
  canvas.fillRect(0, 0, side, side);
  canvas.translate(side / 2, side / 2);
  canvas.rotate(turn);
  canvas.scale(scale, scale);
  canvas.drawImage(image, -image.width / 2, -image.height / 2);
  const { data } = canvas.getImageData(0, 0, side, side);
  return decodeQR({ width: side, height: side, data }, { timeLimit: 10_000 });
};
