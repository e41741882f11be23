import type { Carrier } from '../carry/carrier.js';
import type { Audience } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { PolicyInput } from '../model/policy.js';
import type { KeyRing } from '../store/keys.js';
import type { Stop, Touchpoint } from '../touchpoint/types.js';
import { openDoor } from '../touchpoint/door.js';
import { Base, type PropertyDeclarations, type PropertyValues } from './base.js';
import { problemContext, Provider, touchpointContext } from './context.js';
import { css } from './css.js';
import { SayOnceErrorEvent, SayOnceReadyEvent, SayOnceStateEvent } from './events.js';
import { make } from './make.js';

/** How long a page may take to give a name, or keys, before the console says that they are missing, ms. */
const PATIENCE = 2_000;

/** Of the key ring, only the word `device` may ever stand in a page's markup. */
const onlyDevice = { fromAttribute: (value: string | null) => (value === 'device' ? ('device' as const) : undefined) };

/**
 * A touchpoint for everything inside: opens it when connected, provides it by the community context protocol, and
 * closes it when it has left the document (a move is not leaving). Elements inside may be upgraded before or after it.
 *
 * It takes no room of its own (`display: contents`).
 *
 * @slot - the page, or the part of it, in which say-once is used
 * @fires say-once-ready - the touchpoint is open; `touchpoint` is it
 * @fires say-once-state - how it is doing has changed; `state` says how
 * @fires say-once-error - it could not be opened, or was given no `name`; `code` says why, and so does the console,
 *   unless the event is cancelled. It tries again when a property changes
 */
export class SayOnce extends Base {
  static override properties: PropertyDeclarations = {
    name: {},
    audience: {},
    rep: {},
    label: {},
    teams: {},
    keys: { converter: onlyDevice },
    policy: { attribute: false },
    connect: { attribute: false },
    touchpoint: { attribute: false },
  };

  static override styles = [
    css`
      :host {
        display: contents;
      }
    `,
  ];

  /** The company; one database each. */
  name = '';
  /** Who sits here. */
  audience: Audience = 'customer';
  /** The host's id of the rep or machine. */
  rep = '';
  /** A name of theirs to show. */
  label = '';
  /** Their teams, separated by spaces or commas. */
  teams = '';
  /** The host's key ring after sign-in. As an attribute only `device` is taken: keys made in this browser, to try it out. */
  keys?: KeyRing | 'device' | undefined;
  /** The host's policy. */
  policy?: PolicyInput | undefined;
  /** Gives the carriers to other machines. Asked with every opening: when a touchpoint closes, so do its carriers. */
  connect?: (() => Carrier[] | Promise<Carrier[]>) | undefined;
  /** The touchpoint that is provided. One that the host has opened already can be handed in; it is never closed here. */
  get touchpoint(): Touchpoint | undefined {
    return this.#given ?? this.#own;
  }
  set touchpoint(touchpoint: Touchpoint | undefined) {
    const before = this.touchpoint;
    this.#given = touchpoint === this.#own ? undefined : touchpoint;
    if (this.touchpoint !== before) this.requestUpdate('touchpoint', before);
  }

  readonly #touchpoint = new Provider(this, touchpointContext);
  readonly #problem = new Provider(this, problemContext);
  #given: Touchpoint | undefined;
  #own: Touchpoint | undefined;
  #stop: Stop | undefined;
  /** an answer that belongs to an earlier opening is dropped */
  #opening = 0;
  #left = false;
  #nameless: ReturnType<typeof setTimeout> | undefined;
  #keyless: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.renderRoot.append(make('slot'));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#touchpoint.announce();
    this.#problem.announce();
    if (this.#left) void this.#open();
    this.#left = false;
    clearTimeout(this.#nameless);
    // Nobody but us can say why nothing happens; a host that gives the name later is heard all the same.
    this.#nameless = setTimeout(() => this.#given === undefined && this.name === '' && void this.#openOwn().catch((error: unknown) => this.#tell(error)), PATIENCE);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#nameless);
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#left = true;
      this.#close();
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.size > 0 && this.isConnected) void this.#open();
  }

  #close(): void {
    this.#opening += 1;
    clearTimeout(this.#keyless);
    this.#stop?.();
    this.#stop = undefined;
    this.#touchpoint.set(undefined);
    const own = this.#own;
    this.#own = undefined;
    own?.close().catch((error: unknown) => this.#tell(error));
  }

  async #open(): Promise<void> {
    this.#close();
    const opening = this.#opening;
    const given = this.#given;
    if (given === undefined && this.name === '') return;
    this.#problem.set(undefined);
    try {
      const touchpoint = given ?? (await this.#openOwn());
      if (opening !== this.#opening) {
        if (given === undefined) await touchpoint.close();
        return;
      }
      if (given === undefined) this.#own = touchpoint;
      this.#touchpoint.set(touchpoint);
      this.dispatchEvent(new SayOnceReadyEvent(touchpoint));
      this.#stop = touchpoint.onState((state) => this.dispatchEvent(new SayOnceStateEvent(state)));
    } catch (error) {
      if (opening === this.#opening) this.#tell(error);
    }
  }

  async #openOwn(): Promise<Touchpoint> {
    const teams = this.teams.split(/[\s,]+/).filter(Boolean);
    return openDoor({
      name: this.name,
      as: { audience: this.audience, ...(this.rep && { id: this.rep }), ...(this.label && { label: this.label }), ...(teams[0] && { teams }) },
      ...(this.keys && { keys: this.keys }),
      ...(this.policy && { policy: this.policy }),
      ...(this.connect && { carriers: await this.connect() }),
    });
  }

  #tell(error: unknown): void {
    const code = (error as { code?: ErrorCode }).code;
    this.#problem.set(code ?? 'no-storage');
    if (!this.dispatchEvent(new SayOnceErrorEvent(code, error))) return;
    const say = (): void => console.error(...(code === undefined ? ['<say-once>', error] : [`<say-once> ${(error as Error).message} (${code})`]));
    // Most hosts sign in, and set the keys a moment after the page.
    if (code === 'key-required') this.#keyless = setTimeout(say, PATIENCE);
    else say();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once': SayOnce;
  }
}
