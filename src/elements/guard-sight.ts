/**
 * Which rows are in sight, or near it. A browser works out in every frame where each thing is that is watched, and of ten thousand
 * that takes longer than to scroll them. So rows that it draws, or leaves out, together (`content-visibility`, which also keeps them
 * inside what holds them) are watched only while what holds them is near.
 */

/** Rows so near to what is in sight are ready before they are scrolled to, and what holds them before that. */
const [NEAR, NEARER] = ['100% 0px', '50% 0px'];
/** Boxes on which `content-visibility` does something. */
const HOLDS = /block|flex|grid|flow-root|list-item/;

export class Sight {
  readonly #seen: (row: Element, near: boolean) => void;
  readonly #rows = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) this.#seen(target, isIntersecting);
  }, { rootMargin: NEARER });
  readonly #groups = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) this.#turn(target, isIntersecting);
  }, { rootMargin: NEAR });
  /** what holds rows that are drawn together: those rows, and whether it is near */
  readonly #held = new Map<Element, { rows: Set<Element>; near: boolean }>();
  /** by row, what holds it; itself: it is watched alone */
  readonly #by = new Map<Element, Element>();
  readonly #holds = new WeakMap<Element, boolean>();

  constructor(seen: (row: Element, near: boolean) => void) {
    this.#seen = seen;
  }

  #holderOf({ parentElement: around }: Element): Element | undefined {
    if (around === null) return undefined;
    let holds = this.#holds.get(around);
    if (holds === undefined) {
      const { contentVisibility, display } = getComputedStyle(around);
      this.#holds.set(around, (holds = contentVisibility === 'auto' && HOLDS.test(display)));
    }
    return holds ? around : undefined;
  }

  /** A row that is new, or may have been put elsewhere. */
  watch(row: Element): void {
    const by = this.#holderOf(row) ?? row;
    if (this.#by.get(row) === by) return;
    this.leave(row);
    this.#seen(row, false);
    this.#by.set(row, by);
    if (by === row) return this.#rows.observe(row);
    const held = this.#held.get(by) ?? { rows: new Set(), near: false };
    held.rows.add(row);
    if (held.near) this.#rows.observe(row);
    if (this.#held.has(by)) return undefined;
    this.#held.set(by, held);
    return this.#groups.observe(by);
  }

  leave(row: Element): void {
    const by = this.#by.get(row);
    this.#by.delete(row);
    this.#rows.unobserve(row);
    const held = by === undefined ? undefined : this.#held.get(by);
    if (by === undefined || held?.rows.delete(row) !== true || held.rows.size > 0) return;
    this.#held.delete(by);
    this.#groups.unobserve(by);
  }

  #turn(by: Element, near: boolean): void {
    const held = this.#held.get(by);
    if (held === undefined || held.near === near) return;
    held.near = near;
    for (const row of held.rows) {
      if (near) this.#rows.observe(row);
      else {
        this.#rows.unobserve(row);
        this.#seen(row, false);
      }
    }
  }
}
