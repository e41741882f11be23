/** A code to be told on the phone, and how often it was tried. Loaded when something was handed over. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Offer, SpokenCode, SpokenState, Stop } from '../touchpoint/types.js';
import { quoted } from './text.js';
import type { Shared } from './transfer-shared.js';
import { moment, number } from './when.js';
import { spokenWords as words } from './words/spoken.js';

const TRIES = 3;

const who = ({ by }: SpokenState): string => (by?.label === undefined ? words.colleague : quoted(by.label, 60));

export class Saying {
  readonly #shared: Shared;
  readonly #give: NonNullable<Offer['code']>;
  #code: SpokenCode | undefined;
  #state: SpokenState | undefined;
  #stop: Stop | undefined;
  #busy = false;

  /** `now`: nobody need ask for it */
  constructor(shared: Shared, give: NonNullable<Offer['code']>, now: boolean) {
    this.#shared = shared;
    this.#give = give;
    if (now) this.#get();
  }

  /** The rep is done with it. */
  end(): void {
    this.#stop?.();
    this.#code?.stop();
  }

  readonly #get = (): void => {
    if (this.#busy) return;
    this.#busy = true;
    this.#shared.show();
    void this.#give().then((code) => {
      this.#stop?.();
      this.#code = code;
      this.#stop = code.onState((state) => {
        this.#state = state;
        this.#shared.show();
      });
      this.#shared.next = '.spoken';
    }, this.#shared.failed).finally(() => {
      this.#busy = false;
      this.#shared.show();
    });
  };

  #become(state: SpokenState): string {
    if (state.state === 'open') return state.left < TRIES ? words.wrong(who(state), number(state.left), state.left) : '';
    return state.state === 'ended' ? words.ended : words[state.state](who(state));
  }

  render(now: number): TemplateResult {
    const [code, state] = [this.#code, this.#state];
    const open = state?.state === 'open';
    return html`<div class="block" part="spoken">
      ${code === undefined || !open ? nothing : html`<h3>${words.say}</h3><p class="box spoken" tabindex="-1"><bdi dir="ltr">${code.code}</bdi></p><p class="quiet">${words.good(moment(code.until, now))}</p>`}
      <p role="status">${state === undefined ? nothing : this.#become(state)}</p>
      ${open || state?.state === 'used' ? nothing : html`<div class="end">${state === undefined ? html`<span class="quiet">${words.phone}</span>` : html`<span></span>`}<button type="button" aria-busy=${this.#busy} @click=${this.#get}>${state === undefined ? words.get : words.anew}</button></div>`}
    </div>`;
  }
}
