/**
 * Does something while no other tab of this browser does anything under this name; who comes first is first. Where there
 * are no locks (no secure context, a sandboxed frame, no browser at all), it is simply done.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const release = await new Promise<() => void>((go) => {
    const none = (): void => go(() => {});
    if (typeof navigator !== 'undefined' && 'locks' in navigator) navigator.locks.request(name, () => new Promise<void>((done) => go(done))).catch(none);
    else none();
  });
  return work().finally(release);
}
