/** A desk with the card on it, whose customer changes. */
import 'say-once-src/define.ts';
import { openTouchpoint } from 'say-once-src/index.ts';
import { customerId, nameOf } from './data.js';

const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('support'));
const key = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']);
const seat = document.createElement('say-once');
seat.touchpoint = await openTouchpoint({ name: 'bench', as: { audience: 'support', id: 'rep-17' }, keys: { support: [{ id: 'k1', key }] } });
const card = document.createElement('say-once-card');
seat.append(card);
document.body.append(seat);

/** Resolves when the card shows this customer's name. */
const shown = (i) =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no card of ${i} in 10 s`)), 10_000);
    const look = () => {
      if (!card.shadowRoot?.textContent.includes(nameOf(i))) return;
      watching.disconnect();
      clearTimeout(late);
      resolve();
    };
    const watching = new MutationObserver(look);
    watching.observe(card.shadowRoot, { subtree: true, childList: true, characterData: true });
    look();
  });

/** Shows and leaves `count` customers, beginning with number `from`. */
window.show = async (from, count, among) => {
  for (let i = from; i < from + count; i++) {
    card.customer = customerId(i % among);
    await card.updateComplete;
    await shown(i % among);
  }
};
