/** The page around the five: says what to try next, passes calls on, and starts over. */
import { type Call, COMPANY, get, type Happened, isPosted, type Message } from './story.js';

interface Step {
  say: string;
  /** what ends it */
  until: Happened;
  /** where to look */
  at: string;
  /** what its frame can do by itself */
  help?: string;
  /** on a narrow page, how long the frame before is still looked at, ms */
  after?: number;
}

const STORY: Step[] = [
  { say: 'Press “Let Ada write”, then Send: she writes to her phone company about her mother’s line.', until: 'sent', at: 'form', help: 'Let Ada write' },
  { say: 'Look at the call list: sales is stopped, and not told why.', until: 'held', at: 'sales' },
  { say: 'Sales is stopped, and not told why. Now open her message at Ana’s desk.', until: 'opened', at: 'ana', after: 3_500 },
  { say: 'Same account, same phone. Link the message to Ada Okafor, and say why.', until: 'linked', at: 'ana' },
  { say: 'Ana knows what to say first. She may add a note. Then she resolves it.', until: 'resolved', at: 'ana' },
  { say: 'The hold is being lifted.', until: 'free', at: 'sales' },
  { say: 'Sales may call again; nothing was reloaded. Now Ada calls: key her account, 4821 77 and #, into the phone menu.', until: 'keyed', at: 'menu', help: 'Let Ada call', after: 3_500 },
  { say: 'The phone menu has her account. Press “Connect me to a person”.', until: 'called', at: 'menu' },
  { say: 'Ana’s desk shows what was keyed in: she need not ask for it. Press “Transfer”, choose Billing, hand over.', until: 'offered', at: 'ana' },
  { say: 'Ben sees it before hello: who, why, what was checked. He reads it back and takes it; Ana sees that he did.', until: 'passed', at: 'ben' },
  { say: 'Ben has the call and the same card, live: note something on one desk, watch the other. Then let Ada come back to the form.', until: 'again', at: 'ben', help: 'Open the form again' },
  { say: 'The form knows her, says where each value came from, and asks “Not you?”. That is the whole story.', until: 'again', at: 'form' },
];
/** What can end while the message fits nobody, and what is said instead of it. */
const STUCK: ReadonlySet<Happened> = new Set(['held', 'opened', 'linked', 'resolved', 'free']);
const STRANGER = 'Nobody the company knows has this phone number, account or email, so there is no call to hold. Ana can read it all the same. To see the rest, start over and let Ada write.';
const KEPT = 'northline-story';

const frames = new Map([...document.querySelectorAll('iframe')].map((frame) => [frame.name, frame]));
const help = get<HTMLButtonElement>('#help');
const over = get<HTMLButtonElement>('#over');
const header = get<HTMLElement>('header');
const narrow = matchMedia('(width < 46rem)');
const isRelayed = document.querySelector('meta[name=around]') !== null;
let at = Number(sessionStorage.getItem(KEPT) ?? 0);
let stranger = false;
/** who is on the line */
let call: Call | undefined;
let looking: ReturnType<typeof setTimeout> | undefined;

const dir = new URLSearchParams(location.search).get('dir');
if (dir !== null) document.documentElement.dir = dir;

function show(): void {
  const step = STORY[at];
  if (step === undefined) return;
  sessionStorage.setItem(KEPT, String(at));
  const stuck = stranger && STUCK.has(step.until);
  get('#next').textContent = stuck ? STRANGER : step.say;
  over.classList.toggle('main', stuck);
  help.hidden = step.help === undefined;
  help.textContent = step.help ?? '';
  for (const [name, frame] of frames) frame.closest('figure')?.classList.toggle('next', name === step.at);
}

/** Brings the frame that comes next into view: on a narrow page to the top, else no further than needed. */
function look(): void {
  const { at: name = '', after = 0 } = STORY[at] ?? {};
  clearTimeout(looking);
  looking = setTimeout(
    () => {
      const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
      frames.get(name)?.closest('figure')?.scrollIntoView({ block: narrow.matches ? 'start' : 'nearest', behavior });
    },
    narrow.matches ? after : 0,
  );
}

function onward(what: Happened): void {
  if (what === 'stranger' || what === 'known') {
    stranger = what === 'stranger';
    show();
    return;
  }
  const last = STORY.length - 1;
  // Whoever goes ahead of the story takes it along.
  const step = STORY.findIndex(({ until }, index) => index >= at && until === what);
  if (step === -1 || at === last) return;
  at = Math.min(step + 1, last);
  show();
  look();
}

const originOf = (frame?: HTMLIFrameElement): string => new URL(frame?.dataset['src'] ?? '', location.href).origin;
const tell = (name: string, message: Message): void => frames.get(name)?.contentWindow?.postMessage({ northline: message }, originOf(frames.get(name)));

function load(): void {
  for (const frame of frames.values()) {
    const url = new URL(frame.dataset['src'] ?? '', location.href);
    if (dir !== null) url.searchParams.set('dir', dir);
    frame.src = url.href;
  }
}

window.addEventListener('message', ({ data, origin, source }) => {
  const frame = [...frames.values()].find(({ contentWindow }) => contentWindow === source);
  if (frame === undefined || origin !== originOf(frame) || !isPosted(data)) return;
  const message = data.northline;
  switch (message.type) {
    case 'height':
      frame.style.blockSize = `${message.height}px`;
      break;
    case 'happened':
      onward(message.what);
      break;
    case 'call':
      ({ call } = message);
      tell(message.to, message);
      break;
    case 'taken':
      tell(message.by === 'ana' ? 'ben' : 'ana', { type: 'left' });
      if (call !== undefined) tell(message.by, { type: 'call', to: message.by, call });
      break;
    case 'ended':
      call = undefined;
      tell('menu', message);
      break;
    case 'answered':
      tell('menu', message);
      break;
    case 'help':
    case 'left':
      break;
  }
});

// Whoever scrolls by hand is not pulled away.
for (const hand of ['wheel', 'touchmove', 'keydown']) window.addEventListener(hand, () => clearTimeout(looking), { passive: true });
new ResizeObserver(() => (document.documentElement.style.scrollPaddingBlockStart = `${header.offsetHeight + 8}px`)).observe(header);

help.addEventListener('click', () => {
  const step = STORY[at];
  if (step !== undefined) look();
  if (step?.until === 'again') tell('form', { type: 'help' });
  else if (step !== undefined) tell(step.at, { type: 'help' });
});

/** Away with everything this demo has kept in this browser. */
async function empty(): Promise<void> {
  const databases = await indexedDB.databases();
  await Promise.all(
    databases
      .filter(({ name }) => name?.startsWith(`say-once/${COMPANY}/`))
      .map(
        ({ name = '' }) =>
          new Promise<void>((resolve, reject) => {
            const request = indexedDB.deleteDatabase(name);
            request.onsuccess = () => resolve();
            request.onerror = () => reject(request.error ?? new Error(`cannot delete ${name}`));
          }),
      ),
  );
}

/** From the beginning. */
async function startOver(): Promise<void> {
  for (const frame of frames.values()) frame.src = 'about:blank';
  await Promise.all([...frames.values()].map((frame) => new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))));
  await (isRelayed ? (await import('./relay/around.js')).startOver() : empty());
  at = 0;
  stranger = false;
  call = undefined;
  show();
  load();
}

over.addEventListener('click', () => void startOver());
show();
load();
