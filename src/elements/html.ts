/**
 * Templates: what an element shows, as text with holes in it, and only what fills a hole is looked at again.
 *
 * No text is ever read as markup but a template's own: elements are made by name, values become text nodes and attributes.
 * So hostile text stays text, and Trusted Types have nothing to allow.
 *
 * What a template may have: elements (those without an end as `<input />`), attributes in double quotes, and holes. A hole
 * stands between nodes, or is the whole value of an attribute without quotes: `name=${…}`; `@click=${…}` listens,
 * `.value=${…}` sets a property, `?hidden=${…}` an attribute that is there or not. test/house/templates.test.ts holds every
 * one of ours to that.
 */

/** Shows nothing; an attribute that has it is not there. */
export const nothing = undefined;

const SVG = 'http://www.w3.org/2000/svg';
/** In the place of a hole while a template is read. */
const HOLE = '\0';
const PIECE = /<(\/?)([\w-]+)((?:\s+[^\s=>/]+(?:="[^"]*"|=\0)?)*)\s*(\/?)>|\0|[^<\0]+/g;
const ATTRIBUTE = /([^\s=]+)(?:="([^"]*)"|(=\0))?/g;

/** Takes what one hole is filled with. */
type Fill = (value: unknown) => void;

/** Of a class of its own: what came from elsewhere can look like a template, and is none. */
export class TemplateResult {
  /** tells it from others in a list, wherever it stands there */
  key: unknown;

  constructor(
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}

  /** Makes the nodes, with the holes still empty. */
  make(fills: Fill[]): DocumentFragment {
    const made = document.createDocumentFragment();
    let into: ParentNode & Node = made;
    for (const [text, end, tag, attributes = '', empty] of this.strings.join(HOLE).matchAll(PIECE)) {
      if (text === HOLE) fills.push(new Hole(into).fill);
      else if (tag === undefined) into.append(text);
      else if (end) into = into.parentNode as Element;
      else {
        const element: Element = tag === 'svg' || (into as Element).namespaceURI === SVG ? document.createElementNS(SVG, tag) : document.createElement(tag);
        for (const [, name = '', value = '', hole] of attributes.matchAll(ATTRIBUTE)) {
          if (hole === undefined) element.setAttribute(name, value);
          else fills.push(attribute(element, name));
        }
        into.append(element);
        if (!empty) into = element;
      }
    }
    return made;
  }
}

/** A template. The tag also tells editors, and the build, what is inside. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): TemplateResult => new TemplateResult(strings, values);

/** A list whose members keep their nodes when others come, go or change places. */
export const repeat = <T>(all: readonly T[], keyOf: (one: T) => unknown, show: (one: T) => TemplateResult): TemplateResult[] =>
  all.map((one) => Object.assign(show(one), { key: keyOf(one) }));

function attribute(element: Element, name: string): Fill {
  const bare = name.slice(1);
  let now: unknown;
  if (name.startsWith('@')) {
    element.addEventListener(bare, (event) => (now as ((event: Event) => void) | undefined)?.(event));
    return (value) => (now = value);
  }
  return (value) => {
    if (value === now) return;
    now = value;
    if (name.startsWith('.')) (element as unknown as Record<string, unknown>)[bare] = value;
    else if (name.startsWith('?')) element.toggleAttribute(bare, Boolean(value));
    else if (value === nothing) element.removeAttribute(name);
    else element.setAttribute(name, value as string);
  };
}

/** A hole between nodes: a text, a node, a template, or a list of such. */
class Hole {
  /** the text, where it is one; what else is shown stands after it */
  readonly start = new Text();
  readonly end = new Text();
  /** what stands there: a template by its strings */
  #shown: unknown;
  #fills: Fill[] = [];
  #list = new Map<unknown, Hole>();

  constructor(into: ParentNode) {
    into.append(this.start, this.end);
  }

  readonly fill = (value: unknown): void => {
    if (value instanceof TemplateResult) this.#template(value);
    else if (Array.isArray(value)) this.#all(value);
    else if (value instanceof Node) {
      if (this.#become(value)) this.end.before(value);
    } else {
      this.#become(nothing);
      const text = `${(value ?? '') as string | number}`;
      if (this.start.data !== text) this.start.data = text;
    }
  };

  /** Whether it is something new: then what was there is gone. */
  #become(what: unknown): boolean {
    if (what === this.#shown) return false;
    this.#shown = what;
    this.start.data = '';
    while (this.start.nextSibling !== this.end) this.start.nextSibling?.remove();
    this.#list.clear();
    return true;
  }

  #template(result: TemplateResult): void {
    const { strings, values } = result;
    const made = this.#become(strings) ? result.make((this.#fills = [])) : undefined;
    // Filled before they are in sight: what a page hears of, and a list of choices chooses, is there at once.
    for (const [index, fill] of this.#fills.entries()) fill(values[index]);
    if (made !== undefined) this.end.before(made);
  }

  #all(values: readonly unknown[]): void {
    this.#become(Array);
    const before = this.#list;
    const keyed = values.map((value, index): [unknown, unknown] => [value instanceof TemplateResult ? (value.key ?? index) : index, value]);
    this.#list = new Map(keyed.map(([key]) => [key, before.get(key) ?? new Hole(document.createDocumentFragment())]));
    for (const [key, hole] of before) if (!this.#list.has(key)) hole.leave();
    let last = this.start;
    for (const [key, value] of keyed) {
      const hole = this.#list.get(key) as Hole;
      hole.fill(value);
      // What stands in its place already is not touched: it may have the focus.
      if (last.nextSibling !== hole.start) last.after(...hole.#nodes());
      last = hole.end;
    }
  }

  #nodes(): ChildNode[] {
    const nodes: ChildNode[] = [this.start];
    for (let node = this.start.nextSibling; node !== null && nodes.at(-1) !== this.end; node = node.nextSibling) nodes.push(node);
    return nodes;
  }

  leave(): void {
    for (const node of this.#nodes()) node.remove();
  }
}

const roots = new WeakMap<ParentNode, Hole>();

/** Shows something in a place, after what else is there. */
export function render(value: unknown, into: ParentNode): void {
  let root = roots.get(into);
  if (root === undefined) roots.set(into, (root = new Hole(into)));
  root.fill(value);
}
