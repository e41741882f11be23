/** What was offered from this page: only here is its link known, and a code to be had for it. */
import { nothing, type TemplateResult } from 'lit/html.js';
import type { Offer } from '../touchpoint/types.js';
import type { Waiting } from './transfer-give.js';
import type { Saying } from './transfer-say.js';
import type { Shared } from './transfer-shared.js';
import type { Chosen } from './transfer-whom.js';
import { transferWords as words } from './words/transfer.js';

export class Sent {
  readonly offer: string;
  /** sealed to a company's own key: no word of it comes back */
  readonly silent: boolean;
  readonly #shared: Shared;
  readonly #links: Pick<Offer, 'link' | 'compactLink'>;
  /** its link as a picture, once somebody wants to see that */
  #picture: (() => TemplateResult) | undefined;
  #saying: Saying | undefined;
  #ended = false;

  constructor(shared: Shared, offer: Offer, { to, outside }: Chosen) {
    this.#shared = shared;
    this.offer = offer.offer;
    this.#links = offer;
    this.silent = outside === true && to.key !== undefined;
    // Who has but a key of their own hears nothing of what our desks say to each other.
    if (offer.code !== undefined && !this.silent) void this.#canSay(offer.code, outside === true);
  }

  async #canSay(code: NonNullable<Offer['code']>, now: boolean): Promise<void> {
    try {
      const { Saying: Made } = await import('./transfer-say.js');
      if (!this.#ended) this.#saying = new Made(this.#shared, code, now);
      this.#shared.show();
    } catch (error) {
      this.#shared.failed(error);
    }
  }

  /** The rep is done with it. */
  end(): void {
    this.#ended = true;
    this.#saying?.end();
  }

  readonly #copy = (): void =>
    void navigator.clipboard.writeText(this.#links.link).then(() => {
      this.#shared.said = () => words.copied;
      this.#shared.show();
    }, this.#shared.failed);

  readonly #draw = (link: string): void =>
    void import('./transfer-picture.js').then(({ pictureOf }) => {
      this.#picture ??= pictureOf(link);
      this.#shared.show();
    }, this.#shared.failed);

  /** The ways by which it can travel. */
  ways(now: number): Pick<Waiting, 'copy' | 'code' | 'picture'> {
    const { compactLink } = this.#links;
    return {
      copy: this.#copy,
      code: this.#saying?.render(now),
      picture: compactLink === undefined ? undefined : { shown: this.#picture?.() ?? nothing, open: this.silent, draw: () => this.#draw(compactLink) },
    };
  }
}
