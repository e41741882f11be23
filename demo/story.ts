/** What the pages of the demo share: the company, its customer, and how frames speak to the page around them. */
import type { PolicyInput } from '../src/model/policy.js';

export const COMPANY = 'northline';

export const ADA = {
  id: 'cus_1',
  given: 'Ada',
  family: 'Okafor',
  account: '4821-77',
  phone: '020 7946 0946',
  email: 'ada.okafor@mail.example',
  topic: 'bereavement',
  message: 'My mother has passed away. I want to be sure her service was disconnected. She was billed after I cancelled it.',
} as const;

/** The company's own rules, laid over the built-in ones. */
export const POLICY: PolicyInput = {
  facts: { 'street-address': { identity: true, staleDays: 1095, label: 'Service address' } },
  sayFirst: [
    { when: { topic: 'bereavement' }, say: 'I have read what you wrote. I’m sorry for your loss.' },
    { when: { topic: 'complaint' }, say: 'I have read your complaint. Let me tell you what I can do now.' },
    { when: { reason: 'issue' }, say: 'I have read what you wrote. You don’t have to tell it again.' },
  ],
  offers: [{ offer: 'Waive the final bill, no approval needed.', when: { topic: 'bereavement' } }],
};

/** What happened in a frame, as far as the story goes. `stranger`, `known`: whether a new message fits anybody. */
export type Happened = 'sent' | 'held' | 'opened' | 'linked' | 'resolved' | 'free' | 'keyed' | 'called' | 'offered' | 'passed' | 'again' | 'stranger' | 'known';

/** Somebody on the line, as a switchboard passes them on. */
export interface Call {
  customer: string;
  chain: string;
  number: string;
}

export type Message =
  | { type: 'height'; height: number }
  | { type: 'happened'; what: Happened }
  /** the phone menu, or the page around, puts a call through */
  | { type: 'call'; to: 'ana' | 'ben'; call: Call }
  /** a desk has it */
  | { type: 'answered'; by: string }
  /** a rep took the customer over: the call goes there, and the other desk is out of it */
  | { type: 'taken'; by: 'ana' | 'ben' }
  | { type: 'left' }
  | { type: 'ended' }
  /** the page around asks a frame to do its part by itself */
  | { type: 'help' };

interface Posted {
  northline: Message;
}

export const isPosted = (data: unknown): data is Posted => typeof data === 'object' && data !== null && 'northline' in data;

/** The origin of the page around; with a relay between the panes each has another. */
const around = (): string => document.querySelector<HTMLMetaElement>('meta[name=around]')?.content ?? location.origin;

/** To the page around. */
export function post(message: Message): void {
  if (window.parent !== window) window.parent.postMessage({ northline: message }, around());
}

export const happened = (what: Happened): void => post({ type: 'happened', what });

/** From the page around. */
export function onMessage(callback: (message: Message) => void): void {
  window.addEventListener('message', ({ data, origin, source }) => {
    if (origin === around() && source === window.parent && isPosted(data)) callback(data.northline);
  });
}

/** A frame is as high as what is in it, so that only the page around scrolls. */
export function beFramed(): void {
  const dir = new URLSearchParams(location.search).get('dir');
  if (dir !== null) document.documentElement.dir = dir;
  new ResizeObserver(() => post({ type: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
}

/** Types as a person would. */
export function type(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** An element of the page that is sure to be there. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector has it
export function get<E extends Element>(selector: string): E {
  const element = document.querySelector<E>(selector);
  if (element === null) throw new Error(`the page has no ${selector}`);
  return element;
}
