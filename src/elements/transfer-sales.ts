/** Takes over whom support hands to sales: whether one may pitch, and what to say; never why. Loaded on a sales desk. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Received, Stop, Touchpoint } from '../touchpoint/types.js';
import type { Base } from './base.js';
import { SayOnceTakenEvent } from './events.js';
import { quoted } from './text.js';
import { Field } from './transfer-field.js';
import { Shared } from './transfer-shared.js';
import { moment } from './when.js';
import { transferWords as words } from './words/transfer.js';

export class SalesTaker {
  readonly shared: Shared<'sales'>;
  readonly #field: Field<'sales'>;
  /** what was given last: looked at already, and again when something changes */
  #given = '';
  #received: Received<'sales'> | undefined;
  #stop: Stop | undefined;

  constructor(element: Base, desk: Touchpoint<'sales'>) {
    this.shared = new Shared(element, () => {});
    this.shared.desk = desk;
    this.#field = new Field(this.shared, (received, token) => {
      this.#given = token;
      this.#look(received);
      this.shared.next = '[part="take"] .main';
    });
  }

  /** A token from support, or the link it came in. */
  given(token: string): void {
    if (token === '' || token === this.#given) return;
    this.#given = token;
    this.shared.desk?.receive(token).then((received) => this.#look(received), this.shared.failed);
  }

  forget(): void {
    this.#stop?.();
    this.#received = undefined;
    this.shared.desk = undefined;
  }

  #look(received: Received<'sales'>): void {
    this.#stop?.();
    this.#received = received;
    this.shared.hush();
    // A hold may begin, or be told of, while it is being read.
    this.#stop = this.shared.desk?.watchPitch({ customer: received.customer }, ({ pitch }) => pitch !== this.#received?.context.pitch && void this.#anew());
  }

  /** Says all anew: what this desk knows has changed, or the language. */
  async #anew(): Promise<void> {
    const shown = this.#received;
    const again = await this.shared.desk?.receive(this.#given).catch(() => undefined); // that it ended is said when it is taken
    if (again === undefined || shown !== this.#received) return;
    this.#received = again;
    this.shared.show();
  }

  reword(): void {
    if (this.#received !== undefined) void this.#anew();
  }

  #answer(received: Received<'sales'>, take: boolean): void {
    if (this.shared.busy) return;
    void this.shared.do(async () => {
      await (take ? received.accept() : received.decline(''));
      this.#stop?.();
      this.#received = undefined;
      this.shared.said = () => (take ? words.taken(words.customer(quoted(received.customer, 80))) : words.passed);
      this.shared.next = '.said';
      if (take) this.shared.element.dispatchEvent(new SayOnceTakenEvent(received.customer));
    });
  }

  render(byHand: boolean): TemplateResult {
    const { said, refused } = this.shared;
    const received = this.#received;
    const told = received === undefined ? (refused ?? said)?.() : words.bySupport(quoted(received.customer, 80));
    return html`<p class="said ${received === undefined ? 'alone' : 'unseen'}" role="status" tabindex="-1">${told}</p>
      ${received === undefined ? nothing : this.#form(received)} ${byHand ? this.#field.render() : nothing}`;
  }

  #form(received: Received<'sales'>): TemplateResult {
    const { busy, refused } = this.shared;
    const { customer, points, context, until } = received;
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      this.#answer(received, true);
    };
    return html`<form part="take" class="take" novalidate @submit=${submit}>
      <div class="block">
        <h2>${words.bySupport(quoted(customer, 80))}</h2>
        <p class="quiet">${words.ends(moment(until, Date.now()))}</p>
      </div>
      <div class="block"><p class="box ${context.pitch === 'held' ? 'hold' : ''}" part="say-first">${points.join('\n')}</p></div>
      <p class="late" role="alert">${refused?.()}</p>
      <div class="block end">
        <button type="button" aria-busy=${busy} @click=${() => this.#answer(received, false)}>${words.cannot}</button>
        <button class="main" aria-busy=${busy}>${words.have} <span aria-hidden="true">↵</span></button>
      </div>
    </form>`;
  }
}
