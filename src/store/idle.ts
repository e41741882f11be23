/** When the page has nothing better to do, or two seconds later. */
export const idle = (): Promise<void> => new Promise((resolve) => ('requestIdleCallback' in globalThis ? requestIdleCallback(() => resolve(), { timeout: 2_000 }) : setTimeout(resolve, 50)));
