/**
 * Lets @open-wc/testing run under vitest's browser mode (see the aliases in vite.config.ts):
 * - it replaces @esm-bundle/chai, a second chai, by vitest's own, so that there is one `expect` with both vitest's
 *   matchers and open-wc's (`shadowDom`, `lightDom`, `accessible()`);
 * - it replaces @web/test-runner-commands, which speaks only to Web Test Runner's server.
 */
import { assert, chai, expect, should } from 'vitest';

const noWebTestRunner = (): never => {
  throw new Error("equalSnapshot() needs Web Test Runner; use vitest's toMatchSnapshot()");
};

export { assert, chai as default, expect, noWebTestRunner as getSnapshot, noWebTestRunner as getSnapshotConfig, noWebTestRunner as saveSnapshot, should };
