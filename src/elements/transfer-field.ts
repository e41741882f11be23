/** A field for what came by another way: a code, words, a link, a token, a reference. Loaded where a page wants one. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Author } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Received } from '../touchpoint/types.js';
import { SayOnceErrorEvent } from './events.js';
import { named, type Sentence } from './text.js';
import { refusal, type Shared } from './transfer-shared.js';
import { number } from './when.js';
import { spokenWords as words } from './words/spoken.js';

export class Field<A extends 'support' | 'sales' = 'support'> {
  readonly #shared: Shared<A>;
  readonly #take: (received: Received<A>, text: string) => void;
  #busy = false;
  #refused: Sentence | undefined;

  constructor(shared: Shared<A>, take: (received: Received<A>, text: string) => void) {
    this.#shared = shared;
    this.#take = take;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = ((new FormData(form).get('given') as string | null) ?? '').trim();
    const { desk } = this.#shared;
    if (text === '' || this.#busy || desk === undefined) return;
    this.#busy = true;
    this.#refused = undefined;
    this.#shared.show();
    void desk.receive(text).then((received) => {
      if (desk !== this.#shared.desk) return;
      form.reset();
      this.#take(received, text);
    }, (error: unknown) => this.#failed(error)).finally(() => {
      this.#busy = false;
      this.#shared.show();
    });
  };

  #failed(error: unknown): void {
    const { code, by, left = 0 } = error as { code?: ErrorCode; by?: Author; left?: number };
    this.#refused = () => refusal(code ?? 'error', by, code === 'wrong-code' ? words.left(number(left), left) : named(words.failed, code));
    this.#shared.next = '#given';
    this.#shared.element.dispatchEvent(new SayOnceErrorEvent(code, error));
  }

  render(): TemplateResult {
    const refused = this.#refused?.();
    return html`<form part="field" novalidate @submit=${this.#submit}>
      <div class="block">
        <label class="over" for="given">${words.enter}</label>
        <div class="given">
          <input class="line" id="given" name="given" dir="auto" autocomplete="off" autocapitalize="off" spellcheck="false" aria-invalid=${refused === undefined ? 'false' : 'true'} aria-describedby="not-given" />
          <button aria-busy=${this.#busy}>${words.open}</button>
        </div>
      </div>
      <p class="late" id="not-given" role="alert">${refused}</p>
    </form>`;
  }
}
