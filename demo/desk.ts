/** A support desk: the host's own page around a card. What it lists and whom it calls is the host's; the card is ours. */
import '../src/define.js';
import '../src/elements/define/transfer.js';
import type { Context } from '../src/model/context.js';
import type { Touchpoint } from '../src/touchpoint/types.js';
import { seed } from './seed.js';
import { beFramed, type Call, get, happened, onMessage, POLICY, post } from './story.js';

const REPS = { ana: { label: 'Ana', team: 'care', hands: 'billing=Billing, retention=Retention', others: 'ben=Ben' }, ben: { label: 'Ben', team: 'billing', hands: 'care=Care, retention=Retention', others: 'ana=Ana' } } as const;

const rep = new URLSearchParams(location.search).get('rep') === 'ben' ? 'ben' : 'ana';
const { label, team, hands, others } = REPS[rep];

const provider = get<HTMLElementTagNameMap['say-once']>('say-once');
const card = get<HTMLElementTagNameMap['say-once-card']>('say-once-card');
const inbox = get<HTMLElementTagNameMap['say-once-inbox']>('say-once-inbox');
const transfer = get<HTMLElementTagNameMap['say-once-transfer']>('say-once-transfer');
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

function show(customer: string): void {
  card.customer = transfer.customer = customer;
}

/** Opens the card of whoever that may be; the message itself stays unconfirmed on it. */
async function open(desk: Touchpoint<'support'>, message: string): Promise<void> {
  const customer = await known(desk, await desk.read(message));
  show(customer ?? message);
  happened(customer === undefined ? 'stranger' : 'opened');
}

/** For the page around: does anybody fit? */
async function look(desk: Touchpoint<'support'>, messages: readonly Context[]): Promise<void> {
  const mine = ++listed;
  const found = await Promise.all(messages.map((message) => known(desk, message)));
  if (mine === listed && messages.length > 0) happened(found.some((customer) => customer !== undefined) ? 'known' : 'stranger');
}

async function answer(desk: Touchpoint<'support'>, next: Call): Promise<void> {
  call = next;
  show(next.customer);
  line.hidden = false;
  get('#caller').textContent = next.number;
  get('#via').textContent = 'is on the line.';
  // Whoever took her over is in a contact of the same chain already.
  if (desk.contactOf(next.customer)?.chain !== next.chain) await desk.begin(next.customer, { channel: 'phone', chain: next.chain });
  post({ type: 'answered', by: label });
}

async function leave(desk: Touchpoint<'support'>): Promise<void> {
  const left = call;
  call = undefined;
  line.hidden = true;
  if (left !== undefined) await desk.end(left.customer);
}

provider.policy = POLICY;
provider.setAttribute('rep', rep);
provider.label = label;
provider.teams = team;
transfer.teams = hands;
transfer.reps = others;

provider.addEventListener('say-once-ready', ({ touchpoint }) => {
  const desk = touchpoint as Touchpoint<'support'>;
  // With a relay between the panes the host has told it.
  if (provider.keys === 'device') void seed();
  inbox.addEventListener('say-once-choose', ({ customer }) => void open(desk, customer));
  if (rep === 'ana') desk.watchUnlinked((messages) => void look(desk, messages));
  get('#code').addEventListener('click', () => {
    if (call !== undefined) void desk.record(call.customer, { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: Date.now() + 30 * 60_000 });
  });
  get('#end').addEventListener('click', () => void leave(desk).then(() => post({ type: 'ended' })));
  onMessage((message) => {
    if (message.type === 'call') void answer(desk, message.call);
    if (message.type === 'left') void leave(desk);
  });
});
transfer.addEventListener('say-once-offered', () => happened('offered'));
transfer.addEventListener('say-once-taken', ({ customer }) => {
  show(customer);
  post({ type: 'taken', by: rep });
  happened('passed');
});
card.addEventListener('say-once-recorded', ({ kinds }) => {
  if (kinds.includes('linked')) happened('linked');
  if (kinds.includes('resolved')) happened('resolved');
});
beFramed();
