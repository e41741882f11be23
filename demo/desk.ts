/** A support desk: the host's own page around a card. What it lists and whom it calls is the host's; the card is ours. */
import '../src/define.js';
import type { Context } from '../src/model/context.js';
import { inert } from '../src/model/inert.js';
import type { Touchpoint } from '../src/touchpoint/types.js';
import { seed } from './seed.js';
import { beFramed, type Call, get, happened, onMessage, POLICY, post } from './story.js';

const rep = new URLSearchParams(location.search).get('rep') === 'ben' ? 'ben' : 'ana';
const label = rep === 'ben' ? 'Ben' : 'Ana';
const colleague = rep === 'ben' ? ({ id: 'ana', label: 'Ana' } as const) : ({ id: 'ben', label: 'Ben' } as const);

const provider = get<HTMLElementTagNameMap['say-once']>('say-once');
const card = get<HTMLElementTagNameMap['say-once-card']>('say-once-card');
const line = get<HTMLElement>('#line');
let call: Call | undefined;
/** an answer about an earlier list is dropped */
let listed = 0;

/** Whom the company knows that the message may be from. */
async function known(desk: Touchpoint<'support'>, message: Context): Promise<string | undefined> {
  const identifiers = message.facts.filter(({ fact }) => desk.policy.facts[fact]?.identifier === true);
  const matches = await desk.find(Object.fromEntries(identifiers.map(({ fact, values }) => [fact, values[0]?.value ?? ''])));
  return matches.find(({ strength }) => strength === 'exact')?.customer;
}

/** Opens the card of whoever that may be; the message itself stays unconfirmed on it. */
async function open(desk: Touchpoint<'support'>, message: Context): Promise<void> {
  const customer = await known(desk, message);
  card.customer = customer ?? message.customer;
  happened(customer === undefined ? 'stranger' : 'opened');
}

/** For the page around: does anybody fit? */
async function look(desk: Touchpoint<'support'>, messages: readonly Context[]): Promise<void> {
  const mine = ++listed;
  const found = await Promise.all(messages.map((message) => known(desk, message)));
  if (mine === listed && messages.length > 0) happened(found.some((customer) => customer !== undefined) ? 'known' : 'stranger');
}

function list(desk: Touchpoint<'support'>, messages: readonly Context[]): void {
  get<HTMLElement>('#messages').hidden = messages.length === 0;
  get('#count').textContent = messages.length === 1 ? '1 new message nobody has linked yet' : `${messages.length} new messages nobody has linked yet`;
  get('#messages ul').replaceChildren(
    ...messages.map((message) => {
      const item = document.createElement('li');
      const words = document.createElement('q');
      words.dir = 'auto';
      words.textContent = inert(message.issues[0]?.words ?? '', 300);
      const button = document.createElement('button');
      button.textContent = 'Open';
      button.addEventListener('click', () => void open(desk, message));
      item.append(words, button);
      return item;
    }),
  );
}

async function answer(desk: Touchpoint<'support'>, next: Call): Promise<void> {
  call = next;
  card.customer = next.customer;
  line.hidden = false;
  get('#caller').textContent = next.number;
  get('#via').textContent = 'is on the line.';
  await desk.begin(next.customer, { channel: 'phone', chain: next.chain });
  post({ type: 'answered', by: label });
}

async function leave(desk: Touchpoint<'support'>): Promise<Call | undefined> {
  const left = call;
  call = undefined;
  line.hidden = true;
  if (left !== undefined) await desk.end(left.customer);
  return left;
}

provider.policy = POLICY;
provider.setAttribute('rep', rep);
provider.label = label;
get('#pass').textContent = `Pass to ${colleague.label}`;

provider.addEventListener('say-once-ready', ({ touchpoint }) => {
  const desk = touchpoint as Touchpoint<'support'>;
  void seed();
  desk.watchUnlinked((messages) => {
    list(desk, messages);
    if (rep === 'ana') void look(desk, messages);
  });
  get('#code').addEventListener('click', () => {
    if (call !== undefined) void desk.record(call.customer, { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: Date.now() + 30 * 60_000 });
  });
  get('#pass').addEventListener('click', () => {
    void leave(desk).then((left) => {
      if (left === undefined) return;
      post({ type: 'call', to: colleague.id, call: left });
      happened('passed');
    });
  });
  get('#end').addEventListener('click', () => void leave(desk).then(() => post({ type: 'ended' })));
  onMessage((message) => {
    if (message.type === 'call') void answer(desk, message.call);
  });
});
card.addEventListener('say-once-recorded', ({ kinds }) => {
  if (kinds.includes('linked')) happened('linked');
  if (kinds.includes('resolved')) happened('resolved');
});
beFramed();
