/** For elements with so little to show that a template would be the most of it. */

/** Makes an element: its attributes, and what is in it. */
export function make<T extends keyof HTMLElementTagNameMap>(tag: T, attributes: Readonly<Record<string, string>> = {}, ...inside: (Node | string)[]): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  for (const name in attributes) made.setAttribute(name, attributes[name] as string);
  made.append(...inside);
  return made;
}

/** Says something, unless it is said already: a live region would say it again. */
export function say(where: Element, text: string): void {
  if (where.textContent !== text) where.textContent = text;
}
