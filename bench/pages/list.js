/** A call list of ten thousand, as the demo has it, with a guard around it or without one. Every number is looked up; one of them is held. */
import 'say-once-src/define.ts';
import { openTouchpoint } from 'say-once-src/index.ts';

/** Rows that the browser draws, or leaves out, together. */
const TOGETHER = 25;

const number = (index) => `0121 49${String(index).padStart(5, '0').replace(/^(.)/, '$1 ')}`;
const style = document.createElement('style');
style.textContent = 'body { margin: 0; font: 16px system-ui } say-once-guard { display: block } ul { list-style: none; margin: 0; padding: 0; content-visibility: auto; contain-intrinsic-block-size: auto 80rem } li { display: grid; grid-template-columns: 1fr 1fr 2fr 6em; padding: 1em; border-block-end: 1px solid #8884 }';
document.head.append(style);

function row(index) {
  const item = document.createElement('li');
  const link = Object.assign(document.createElement('a'), { textContent: 'Call', href: `tel:+44${number(index).replace(/\D/g, '').slice(1)}` });
  item.append(...[`Lead ${index}`, number(index), 'Asked for a second line'].map((textContent) => Object.assign(document.createElement('span'), { textContent })), link);
  return item;
}

async function until(look) {
  for (const end = performance.now() + 60_000; !look(); await new Promise((later) => setTimeout(later, 50))) if (performance.now() > end) throw new Error(`it did not come to be: ${look}`);
}

const tasks = [];
new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
let frames;

window.list = {
  /** @returns how long it took until it was known of all of them, ms */
  async open(count, guarded) {
    const rows = Array.from({ length: count }, (_, index) => row(index));
    const lists = Array.from({ length: Math.ceil(count / TOGETHER) }, (_, part) => {
      const list = document.createElement('ul');
      list.append(...rows.slice(part * TOGETHER, (part + 1) * TOGETHER));
      return list;
    });
    if (!guarded) {
      document.body.append(...lists);
      return 0;
    }
    const support = await openTouchpoint({ name: 'list', as: { audience: 'support', id: 'rep-17' }, keys: 'device' });
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'tel', value: number(40) }, { kind: 'issue', words: 'Please help.' }]);
    const seat = document.createElement('say-once');
    seat.touchpoint = await openTouchpoint({ name: 'list', as: { audience: 'sales', id: 'rep-40' }, keys: 'device' });
    const guard = document.createElement('say-once-guard');
    guard.setAttribute('rows', 'li');
    guard.append(...lists);
    seat.append(guard);
    const from = performance.now();
    document.body.append(seat);
    await until(() => guard.sum?.held === 1 && guard.sum.clear === count - 1);
    return performance.now() - from;
  },
  /** Writes down every frame until `stop`. */
  start() {
    tasks.length = 0;
    const seen = (frames = []);
    let last = performance.now();
    const next = () => {
      if (frames !== seen) return;
      const now = performance.now();
      seen.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  },
  /** Frames in ms, the longest task among them, and where the page is. */
  async stop() {
    const seen = frames;
    frames = undefined;
    await new Promise((later) => setTimeout(later, 50));
    return { frames: seen, longest: Math.max(0, ...tasks), at: scrollY };
  },
};
