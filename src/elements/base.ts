/** What all our elements stand on: properties, attributes, and one update for all that changed. */
import { adopt } from './css.js';

/** How a property is kept. Spelled as Lit spells it: the tools that read such declarations know these. */
export interface PropertyDeclaration {
  /** `Boolean`: an attribute that is there or not; `Object`: one with JSON in it; left out: text */
  type?: BooleanConstructor | ObjectConstructor;
  /** its name, where it is not the property's in small letters; false: there is none */
  attribute?: string | false;
  /** the element's own: no attribute either */
  state?: true;
  converter?: { fromAttribute(value: string | null): unknown };
}
export type PropertyDeclarations = Record<string, PropertyDeclaration>;
/** What changed, by property: what it was before. */
export type PropertyValues = Map<string, unknown>;

/** What lives with an element on the page. */
export interface Companion {
  hostConnected(): void;
  hostDisconnected(): void;
}

/** What an attribute says; of JSON that cannot be read, nothing. */
function read({ type, converter }: PropertyDeclaration, value: string | null): unknown {
  if (converter !== undefined) return converter.fromAttribute(value);
  if (type === undefined) return value ?? '';
  if (type === Boolean) return value !== null;
  try {
    return JSON.parse(value ?? 'null');
  } catch {
    return null;
  }
}

const attributeOf = (name: string, { attribute = name.toLowerCase(), state }: PropertyDeclaration): string | false => state !== true && attribute;

/** Where there is no page (a server that renders for one) the classes can be imported all the same. */
const PageElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * An element that is updated once, in a microtask, for all that was set, and not before it is on the page. A class says in
 * `properties` what is watched, and its fields give each its first value; what a page had set before the upgrade wins.
 */
export class Base extends PageElement {
  static properties: PropertyDeclarations = {};
  static styles: readonly string[] = [];

  /** Read once, when a tag is defined. */
  static get observedAttributes(): string[] {
    const { properties, prototype } = this;
    for (const name of Object.keys(properties)) {
      if (name in prototype) continue;
      Object.defineProperty(prototype, name, {
        get(this: Base) {
          return this.#values[name];
        },
        set(this: Base, value: unknown) {
          const old = this.#values[name];
          this.#values[name] = value;
          if (!Object.is(old, value)) this.requestUpdate(name, old);
        },
      });
    }
    return Object.keys(properties).flatMap((name) => attributeOf(name, properties[name] as PropertyDeclaration) || []);
  }

  readonly renderRoot: ShadowRoot;
  readonly #companions: Companion[] = [];
  readonly #values: Record<string, unknown> = {};
  /** what the page had set before it knew what this is */
  #before: Record<string, unknown> | undefined;
  #changed: PropertyValues = new Map();
  #pending = true;
  #connect: () => void = () => {};
  #updating: Promise<void>;

  constructor() {
    super();
    const { properties, styles } = this.constructor as typeof Base;
    this.renderRoot = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    adopt(this.renderRoot, styles);
    for (const name of Object.keys(properties)) {
      if (!Object.hasOwn(this, name)) continue;
      (this.#before ??= {})[name] = this[name as keyof this];
      delete this[name as keyof this];
    }
    this.#updating = this.#updateAfter(new Promise((resolve) => (this.#connect = resolve)));
  }

  /** Settles when what was set until now is shown. */
  get updateComplete(): Promise<void> {
    return this.#updating;
  }

  connectedCallback(): void {
    // Before anything that the page sets from now on: an update may be waited for, and must undo none of it.
    Object.assign(this, this.#before);
    this.#before = undefined;
    this.#connect();
    for (const one of this.#companions) one.hostConnected();
  }

  disconnectedCallback(): void {
    for (const one of this.#companions) one.hostDisconnected();
  }

  attributeChangedCallback(attribute: string, old: string | null, value: string | null): void {
    if (old === value) return;
    for (const [name, how] of Object.entries((this.constructor as typeof Base).properties)) {
      if (attributeOf(name, how) === attribute) this[name as never] = read(how, value) as never;
    }
  }

  /** From its constructor on. */
  accompany(one: Companion): void {
    this.#companions.push(one);
  }

  /** Asks for an update; `name`: of a property, which was `old`. */
  requestUpdate(name?: string, old?: unknown): void {
    if (name !== undefined && !this.#changed.has(name)) this.#changed.set(name, old);
    if (this.#pending) return;
    this.#pending = true;
    this.#updating = this.#updateAfter(this.#updating);
  }

  async #updateAfter(last: Promise<void>): Promise<void> {
    await last.catch(() => {}); // whoever waited for it saw the error
    await this.scheduleUpdate();
  }

  /** When to update: at once. */
  protected scheduleUpdate(): void | Promise<void> {
    const changed = this.#changed;
    try {
      this.willUpdate(changed);
      this.update(changed);
    } finally {
      this.#changed = new Map();
      this.#pending = false;
    }
    this.updated(changed);
  }

  /** What is set here belongs to this update. */
  protected willUpdate(_changed: PropertyValues): void {}

  /** Shows what is to be shown. */
  protected update(_changed: PropertyValues): void {}

  /** What is set here asks for another update. */
  protected updated(_changed: PropertyValues): void {}
}
