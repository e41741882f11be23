/** The company's phone menu: it takes the account number, and what it took goes with the caller. */
import { openTouchpoint } from '../src/touchpoint.js';
import { ADA, beFramed, COMPANY, get, happened, onMessage, post } from './story.js';

const says = get('#says');
const keyed = get<HTMLOutputElement>('#keyed');
const person = get<HTMLButtonElement>('#person');

const as = { audience: 'support', id: 'ivr', label: 'Phone menu' } as const;
const isRelayed = document.querySelector('meta[name=around]') !== null;
const machine = isRelayed ? await (await import('./relay/seat.js')).open(as) : await openTouchpoint({ name: COMPANY, as, keys: 'device' });
let caller: { customer: string; chain: string } | undefined;

/** As the company writes its accounts. */
const written = (digits: string): string => (digits.length > 4 ? `${digits.slice(0, 4)}-${digits.slice(4)}` : digits);

async function take(): Promise<void> {
  const value = keyed.value;
  if (value === '') return;
  const [match] = await machine.find({ account: value });
  const customer = match?.customer ?? `prov_${crypto.randomUUID()}`;
  const { chain } = await machine.begin(customer, { channel: 'ivr' });
  await machine.recordAll(customer, [
    { kind: 'told', fact: 'account', value },
    // A number that matched proves nothing; it is never shown as verified.
    { kind: 'checked', method: 'ani-match', level: 'matched', goodFor: [], until: Date.now() + 30 * 60_000 },
  ]);
  caller = { customer, chain };
  person.disabled = false;
  says.textContent = '“Thank you. Whoever answers will have it in front of them.”';
  happened('keyed');
}

function press(key: string): void {
  if (caller !== undefined) return;
  if (key === '#') void take();
  else if (key === '*') keyed.value = '';
  else keyed.value = written(`${keyed.value.replace('-', '')}${key}`.slice(0, 10));
}

async function connect(): Promise<void> {
  if (caller === undefined) return;
  const call = { ...caller, number: ADA.phone };
  person.disabled = true;
  says.textContent = 'You are being connected …';
  await machine.end(call.customer);
  post({ type: 'call', to: 'ana', call });
  happened('called');
}

for (const key of '123456789*0#') {
  const button = document.createElement('button');
  button.textContent = key;
  button.addEventListener('click', () => press(key));
  get('#keys').append(button);
}
person.addEventListener('click', () => void connect());

onMessage((message) => {
  if (message.type === 'answered') says.textContent = `${message.by} is on the line, and sees what you keyed in.`;
  if (message.type === 'ended') {
    caller = undefined;
    keyed.value = '';
    says.textContent = '“Thank you for calling.”';
  }
  if (message.type === 'help' && caller === undefined) {
    keyed.value = '';
    for (const key of ADA.account.replace('-', '')) press(key);
    void take().then(connect);
  }
});
beFramed();
