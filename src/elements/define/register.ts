let said = false;

/**
 * Registers an element, unless its tag is taken: by this very class, which is nothing to speak of, or by another copy of
 * the library, perhaps of another version. Then that one serves the page, and this one says so, once.
 */
export function register(tag: string, element: CustomElementConstructor): void {
  if (!('customElements' in globalThis)) return; // on a server
  const there = customElements.get(tag);
  if (there === undefined) customElements.define(tag, element);
  else if (there !== element && !said) {
    said = true;
    console.warn(`<${tag}> is registered already, by another copy of say-once: this one is not used.`);
  }
}
