/** After each browser test: elements out of the document, then their databases off the disk, so that no test meets another's data. */
import { fixtureCleanup } from '@open-wc/testing';
import { afterEach } from 'vitest';

// Playwright cannot click through WebDriver BiDi (Firefox) inside a frame that has a CSS transform, and vitest's has one.
for (let frame: Element | null = window.frameElement; frame !== null; frame = frame.parentElement) (frame as HTMLElement).style.transform = 'none';

afterEach(async () => {
  // Order matters: an element still in the document keeps its connection open, and that blocks the deletion.
  fixtureCleanup();
  await new Promise((resolve) => setTimeout(resolve));
  for (const { name } of await indexedDB.databases()) if (name !== undefined) await remove(name);
});

/** A connection that a test left open is a fault of that test: say so, and do not wait for it. */
function remove(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`cannot delete ${name}`));
    request.onblocked = () => {
      console.warn(`the database ${name} is still open at the end of this test: close what opened it`);
      resolve();
    };
  });
}
