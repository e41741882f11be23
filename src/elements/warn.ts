/** What only whoever builds the page can mend is said in the console, once for an element. */
const warned = new WeakSet<Element>();

export function warn(element: Element, why: string): void {
  if (warned.has(element)) return;
  warned.add(element);
  console.warn(`<${element.localName}> ${why}`);
}
