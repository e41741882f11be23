/** Two desks in one browser: B's rep hands a caller over, and C's opens the card from the header that the call brought. */
import '../../src/elements/define/card.js';
import '../../src/elements/define/say-once.js';
import { openTouchpoint, type Touchpoint } from '../../src/index.js';
import { decodeUui } from '../../src/wire/uui.js';

declare global {
  interface Window {
    /** resolves with the reference */
    handOff(customer: string, name: string): Promise<string>;
    /** resolves once C has taken over whoever the header is about, and has their card open */
    called(header: string): Promise<string>;
  }
}

window.handOff = async (customer, name) => {
  const ana = await openTouchpoint({ name: 'sip', as: { audience: 'support', id: 'rep-17', label: 'Ana' }, keys: 'device' });
  await ana.begin(customer, { channel: 'phone' });
  await ana.recordAll(customer, [{ kind: 'told', fact: 'name', value: name }, { kind: 'issue', words: `${name} was billed after cancelling.` }]);
  const { reference } = await ana.handOff(customer, { to: { team: 'billing' } });
  await ana.close();
  return reference;
};

const provider = document.querySelector('say-once') as HTMLElementTagNameMap['say-once'];
const card = document.querySelector('say-once-card') as HTMLElementTagNameMap['say-once-card'];

window.called = async (header) => {
  const [came] = decodeUui(header);
  const received = await (provider.touchpoint as Touchpoint<'support'>).receive(came?.text ?? '');
  await received.accept();
  card.customer = received.customer;
  return received.customer;
};
