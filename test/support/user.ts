/** Clicks and keys, in every engine. Chromium and Firefox get real ones; in WebKitGTK they are simulated in the page. */
import { server, userEvent } from 'vitest/browser';

/** Whether clicks and keys are real here, so that they also do what only the browser itself does: Escape closes a popover. */
export const real: boolean = server.provider !== 'preview';

function simulated(): typeof userEvent {
  // Without options vitest's simulation advances fake timers, and throws where timers are real.
  const user = (userEvent.setup as (options: object) => typeof userEvent)({ advanceTimers: async () => {} });
  // Its own looks for the focus in the document, and not in a shadow.
  const clear: typeof user.clear = async (field) => {
    const element = field as HTMLInputElement | HTMLTextAreaElement;
    element.focus();
    element.select();
    await user.keyboard('{Delete}');
  };
  // Its own presses buttons and links, and not what opens a disclosure.
  const keyboard: typeof user.keyboard = async (text) => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement != null) focused = focused.shadowRoot.activeElement;
    await user.keyboard(text);
    if (text === '{Enter}' && focused instanceof HTMLElement && focused.localName === 'summary') focused.click();
  };
  return {
    ...user,
    keyboard,
    clear,
    fill: async (field, text) => {
      await clear(field);
      if (text !== '') await user.type(field, text);
    },
  };
}

export const user: typeof userEvent = real ? userEvent : simulated();
