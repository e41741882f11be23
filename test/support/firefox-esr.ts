/** A vitest browser provider for Debian's own Firefox, which speaks WebDriver BiDi: Playwright calls that a channel. */
import { defineBrowserProvider } from '@vitest/browser';
import { PlaywrightBrowserProvider } from '@vitest/browser-playwright';
import type { TestProject } from 'vitest/node';

/**
 * vitest looks for the frame of its tests by name. Through BiDi, Playwright asks the page for the name of a new frame, and where the
 * answer comes after the frame's first navigation, as on a busy machine, it never learns it: every key and click in that file then
 * fails with «Cannot find "vitest-iframe"». The page has no other frame, so it is taken by its place.
 */
class FirefoxEsr extends PlaywrightBrowserProvider {
  override getCommandsContext(session: string): ReturnType<PlaywrightBrowserProvider['getCommandsContext']> {
    const context = super.getCommandsContext(session);
    const frame = async () => context.page.mainFrame().childFrames().at(-1) ?? (await context.frame());
    return { page: context.page, context: context.context, frame, iframe: context.iframe };
  }
}

/** @param executablePath where Firefox is */
export const firefoxEsr = (executablePath: string): ReturnType<typeof defineBrowserProvider> => {
  const options = { launchOptions: { channel: 'moz-firefox', executablePath } };
  return defineBrowserProvider({ name: 'playwright', supportedBrowser: ['firefox'], options, providerFactory: (project: TestProject) => new FirefoxEsr(project, options) });
};
