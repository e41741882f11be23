/** A desk with the card on it, whose history is open; and the same journal in a list of `@lit-labs/virtualizer`, as a host might draw it. */
// oxlint-disable unicorn/require-post-message-target-origin -- a channel, which has no target
import '@lit-labs/virtualizer';
import { html, render } from 'lit';
import 'say-once-src/define.ts';
import { openTouchpoint } from 'say-once-src/index.ts';
import { customerId } from './data.js';

/** Entries read at first, and at a time after that: as the card reads them. */
const PAGE = 50;
const MORE = 4 * PAGE;
/** Pixels a frame: about a page of text four times a second, as a wheel that is spun hard gives. */
const STEP = 200;

const frame = () => new Promise(requestAnimationFrame);
const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('support'));
const key = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']);
const desk = await openTouchpoint({ name: 'bench', as: { audience: 'support', id: 'rep-17' }, keys: { support: [{ id: 'k1', key }] } });

/** @returns what `look` gives, once it gives something */
async function until(look, ms = 30_000) {
  for (const end = performance.now() + ms; ; await frame()) {
    const value = look();
    if (value) return value;
    if (performance.now() > end) throw new Error(`it did not come to be: ${look}`);
  }
}

/** How each is opened; `scroller` scrolls, `root` holds its elements, `all()` tells whether everything was read, `read()` how many entries were. */
const LISTS = {
  async card(index) {
    const seat = document.createElement('say-once');
    seat.touchpoint = desk;
    const card = document.createElement('say-once-card');
    card.customer = customerId(index);
    seat.append(card);
    document.body.append(seat);
    const root = card.shadowRoot;
    const button = await until(() => [...root.querySelectorAll('button')].find(({ textContent }) => textContent === 'All of the history'));
    button.click();
    const scroller = await until(() => root.querySelector('.scroll'));
    const earlier = root.querySelector('.earlier'); // looking for it among a hundred thousand lines in every frame would be what is measured
    return { scroller, root, host: card, all: () => earlier.hidden, read: () => root.querySelectorAll('.scroll time').length };
  },
  async virtualizer(index) {
    const host = document.createElement('div');
    host.innerHTML = '<style>.entry { display: grid; grid-template-columns: 8em 1fr; gap: 0 1em; padding-block: 0.4em; inline-size: 100%; box-sizing: border-box } lit-virtualizer { max-block-size: none; block-size: 26em } .quiet { opacity: 0.7 }</style><div></div>';
    document.body.append(host);
    const clock = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
    const entries = [];
    let before;
    let [end, reading] = [false, false];
    const draw = () => render(html`<lit-virtualizer scroller .items=${[...entries]} .renderItem=${line} @rangeChanged=${more}></lit-virtualizer>`, host.lastElementChild);
    const line = ({ at, kind, words, summary, value, felt, by }) => html`<div role="listitem" class="entry"><time datetime=${new Date(at).toISOString()}>${clock.format(at)}</time><div dir="auto">${kind}: ${words ?? summary ?? value ?? felt ?? ''} <span class="quiet">${by.label ?? ''}</span></div></div>`;
    const more = async (event) => {
      if (reading || end || (event !== undefined && event.last < entries.length - PAGE)) return;
      reading = true;
      const page = await desk.history(customerId(index), before === undefined ? { limit: PAGE } : { limit: MORE, before });
      entries.push(...page.entries);
      before = page.next;
      end = before === undefined;
      reading = false;
      draw();
    };
    await more();
    return { scroller: await until(() => host.querySelector('lit-virtualizer')), root: host, host, all: () => end, read: () => entries.length };
  },
};

let list;
const tasks = [];
new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });

/** Frames while `move` is called in each of them, until it says that it is done: `frames` in ms, and the longest task in them. */
async function watched(move) {
  await frame();
  tasks.length = 0;
  const frames = [];
  let last = performance.now();
  for (let count = 0; move(count) !== true; count++) {
    await frame();
    frames.push(performance.now() - last);
    last = performance.now();
  }
  await new Promise((later) => setTimeout(later, 50));
  return { frames, longest: Math.max(0, ...tasks) };
}

const elements = (node) => [...node.querySelectorAll('*')].reduce((sum, { shadowRoot }) => sum + 1 + (shadowRoot ? elements(shadowRoot) : 0), 0);

window.scrolling = {
  async open(name, index) {
    list = await LISTS[name](index);
    return true;
  },
  /** Towards the end for so many frames, reading what is not read yet. */
  async down(count) {
    const { scroller } = list;
    const seen = await watched((k) => {
      scroller.scrollTop = scroller.scrollHeight;
      return k >= count || (list.all() && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1);
    });
    return { ...seen, done: list.all() };
  },
  /** From where a share of the whole height lies, so many frames on, by hand. */
  async through(share, count) {
    const { scroller } = list;
    scroller.scrollTop = share * (scroller.scrollHeight - scroller.clientHeight);
    for (let k = 0; k < 5; k++) await frame();
    const way = share < 0.5 ? STEP : -STEP;
    return watched((k) => {
      scroller.scrollTop += way;
      return k >= count;
    });
  },
  /** The knob of the scrollbar, pulled to somewhere else in every frame. */
  async jump(count) {
    const { scroller } = list;
    return watched((k) => {
      scroller.scrollTop = ((k * 0.618) % 1) * scroller.scrollHeight;
      return k >= count;
    });
  },
  /** The card made narrower and wide again: everything is laid out anew. */
  async resize() {
    return watched((k) => {
      list.host.style.inlineSize = k % 2 === 0 ? '420px' : '';
      return k >= 6;
    });
  },
  size: () => ({ read: list.read(), elements: elements(list.root), height: list.scroller.scrollHeight }),
};
