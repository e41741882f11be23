/**
 * What a form does with what is known about the customer: it fills its fields, greets, and lets them see it all. Loaded
 * once anything is known: for somebody's first words a form needs none of it.
 */
import { inert } from '../model/inert.js';
import type { CustomerContext } from '../model/views.js';
import type { Touchpoint } from '../touchpoint/types.js';
import type { Base } from './base.js';
import { adopt, css } from './css.js';
import { SayOnceFilledEvent, SayOnceNotYouEvent } from './events.js';
import { Filling } from './form-filling.js';
import { controlsOf, isAsGiven, isOpen } from './form-fields.js';
import { byName } from './form-known.js';
import type { Mine } from './form-mine.js';
import type { Fields } from './form-seen.js';
import { make, say } from './make.js';
import { theme, typography } from './styles.js';
import { quoted } from './text.js';
import { formWords as words } from './words/form.js';

const styles = [
  theme,
  css`
    .shown,
    .bare {
      ${typography}
      display: flex;
      flex-wrap: wrap;
      gap: 0.3em 1.2em;
      align-items: center;
      justify-content: space-between;
      margin-block-end: 1.25em;
    }
    .shown {
      background: var(--_accent-soft);
      border-radius: 0.75em;
      padding: 0.8em 1.1em;
    }
    p {
      flex: 1 1 14em;
    }
    button + button {
      margin-inline-start: 1em;
    }
    @media (forced-colors: active) {
      .shown {
        border: 1px solid;
      }
    }
  `,
];

/** Who is in a form now, as far as that is known; the form and its welcome both keep it. */
export interface Now {
  touchpoint: Touchpoint | undefined;
  person: Promise<string> | undefined;
  view: CustomerContext | undefined;
  /** a form waits to be sent: nothing may be filled in that nobody saw */
  held: boolean;
  /** what was sent is saved: who they are may change after that */
  saved: Promise<void>;
  /** what this page has recorded already: a page that stops a submission may let the next one pass */
  readonly recorded: Set<string>;
}

type Banner = 'none' | 'filled' | 'asked' | 'known' | 'cleared' | 'forgotten';

export class Welcome {
  readonly filling: Filling;
  readonly #host: Base;
  readonly #now: Now;
  readonly #tell: (error: unknown) => void;
  #banner: Banner = 'none';
  /** something was left standing when all of ours was taken out */
  #typed = false;
  /** what the customer looks at, while they do */
  #mine: Mine | undefined;
  readonly #greets: HTMLElement;
  readonly #sees = make('button', { class: 'plain', type: 'button' });
  readonly #isNot = make('button', { class: 'plain', type: 'button' });
  readonly #buttons = make('span', {}, this.#sees, this.#isNot);
  readonly #place: HTMLElement;

  /** `place`: the banner, with the live region in it that stood there from the beginning. */
  constructor(host: Base, place: HTMLElement, fields: Fields, now: Now, tell: (error: unknown) => void) {
    this.#host = host;
    this.#tell = tell;
    this.#place = place;
    this.#greets = place.firstElementChild as HTMLElement;
    this.#now = now;
    this.filling = new Filling(host, fields);
    this.#sees.addEventListener('click', () => void this.#see());
    this.#isNot.addEventListener('click', () => void this.#notYou());
    adopt(host.renderRoot, styles);
  }

  async fill(): Promise<void> {
    const filled = await this.filling.fill(() => {
      const { touchpoint, view, held } = this.#now;
      return view === undefined || touchpoint === undefined || held ? undefined : { view, touchpoint };
    }, this.#tell);
    const { view } = this.#now;
    if (filled === undefined || view === undefined) return;
    if (filled.length > 0) {
      this.#say('filled');
      this.#host.dispatchEvent(new SayOnceFilledEvent(filled));
    } else if (this.#banner === 'none' || this.#banner === 'known') this.#say(!this.filling.beside.empty ? 'asked' : view.facts.length + view.issues.length > 0 ? 'known' : 'none');
  }

  /** The page empties its form. */
  reset(): void {
    this.filling.reset();
    this.#say('none');
  }

  /** Somebody else is in the form now: nothing of the one before is. */
  leave(): void {
    this.filling.takeOut();
    this.#say('none');
  }

  #say(banner: Banner): void {
    this.#banner = banner;
    this.#host.requestUpdate();
  }

  /** What they said is no longer known here, and somebody else may begin. */
  #over(banner: 'cleared' | 'forgotten'): void {
    this.filling.takeOut();
    const controls = [...this.#host.querySelectorAll('form')].flatMap(controlsOf);
    this.#typed = controls.some((control) => !isAsGiven(control));
    // The button that was pressed goes: whoever begins now begins with the first field.
    if (this.#host.shadowRoot?.activeElement) controls.find(isOpen)?.focus();
    this.hide();
    this.#now.view = undefined;
    this.#now.recorded.clear();
    this.#say(banner);
    this.#host.dispatchEvent(new SayOnceNotYouEvent());
  }

  async #notYou(): Promise<void> {
    this.#over('cleared');
    try {
      const { touchpoint, saved } = this.#now;
      // What they sent a moment ago is theirs, and would not be taken in once they are let go.
      await (this.#now.person = touchpoint && saved.then(() => touchpoint.notYou()));
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Closes what is known about the customer. */
  hide(): void {
    this.#mine?.close();
    this.#mine = undefined;
    this.#host.requestUpdate();
  }

  /** Opens what is known about the customer, and closes it. */
  async #see(): Promise<void> {
    if (this.#mine !== undefined) return this.hide();
    const { person } = this.#now;
    const touchpoint = this.#now.touchpoint as Touchpoint<'customer'>;
    try {
      const [{ Mine: Made, mineStyles }, who] = await Promise.all([import('./form-mine.js'), person]);
      if (person === undefined || who === undefined || person !== this.#now.person || this.#mine !== undefined) return;
      adopt(this.#host.renderRoot, [mineStyles]);
      this.#mine = new Made(this.#host, touchpoint, who, {
        changed: () => void this.#refill(touchpoint, who),
        saved: () => this.#now.saved,
        forgotten: () => {
          this.#over('forgotten');
          this.#now.person = touchpoint.person();
        },
      });
      this.#host.requestUpdate();
    } catch (error) {
      this.#tell(error);
    }
  }

  /** What was corrected or taken back leaves the fields too; what stands in its place may come. */
  async #refill(touchpoint: Touchpoint<'customer'>, person: string): Promise<void> {
    try {
      const view = await touchpoint.read(person);
      // They may have said meanwhile that it is not they.
      if (this.#now.view === undefined || touchpoint !== this.#now.touchpoint || person !== (await this.#now.person)) return;
      this.#now.view = view;
      const stand = new Set(view.facts.map(({ stamp }) => stamp));
      this.filling.takeOut(({ stamp }) => !stand.has(stamp));
      if (this.filling.beside.empty) this.#say('known');
      await this.fill();
    } catch (error) {
      this.#tell(error);
    }
  }

  #greeting(): string {
    const banner = this.#banner;
    if (banner === 'none') return '';
    if (banner === 'cleared' || banner === 'forgotten') return words[banner](this.#typed);
    const facts = byName(this.#now.view?.facts ?? []);
    const name = facts.get('given-name')?.[0]?.value ?? facts.get('name')?.[0]?.value.trim().split(/\s+/)[0];
    // Whole words of it, or none: a name that breaks off is no welcome.
    const short = inert(name ?? '', 40).replace(/\s+\S*…$/, '');
    const shown = short.endsWith('…') || short === '' ? undefined : quoted(short);
    return words[banner === 'filled' ? 'welcome' : banner === 'asked' ? 'ask' : 'remembered'](shown);
  }

  draw(): void {
    const [banner, mine] = [this.#banner, this.#mine];
    const open = mine !== undefined;
    const known = /^(filled|asked|known)$/.test(banner);
    this.#place.className = banner !== 'none' ? 'shown' : open ? 'bare' : '';
    say(this.#greets, this.#greeting());
    say(this.#sees, open ? words.hide : words.see);
    this.#sees.setAttribute('aria-expanded', String(open));
    if (open) this.#sees.setAttribute('aria-controls', 'mine');
    else this.#sees.removeAttribute('aria-controls');
    say(this.#isNot, words.notYou);
    // A button that stays keeps its focus.
    if (!known && !open) this.#buttons.remove();
    else if (this.#buttons.parentNode === null) this.#place.append(this.#buttons);
    this.#isNot.hidden = !known;
    if (open && mine.element.parentNode === null) this.#place.after(mine.element);
    mine?.draw(Date.now());
  }
}
