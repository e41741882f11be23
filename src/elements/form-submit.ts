/**
 * Lets a form's own submission wait, for a moment, until what was said in it is saved. The page's handlers see one
 * submit, as ever; the browser submits as it would have, with the same button.
 */

/** How long a submission waits at most, ms. A failure of ours never blocks it. */
export const PATIENCE = 1_500;

/** Submits as the browser would have. */
function submitAgain(form: HTMLFormElement, submitter: HTMLElement | null): void {
  let passed = false;
  const pass = (event: Event): void => {
    if (event.target !== form) return;
    passed = true;
    // The page's handlers have seen this submission already.
    event.stopImmediatePropagation();
  };
  window.addEventListener('submit', pass, true);
  try {
    // Through the prototype: a field named `submit` must not stand in the way.
    const button = submitter?.isConnected === true ? submitter : null;
    try {
      if (form.isConnected) HTMLFormElement.prototype.requestSubmit.call(form, button);
    } catch {
      // The page has made another one of it meanwhile, and a browser takes none but the form's own.
    }
    if (form.isConnected && !passed) HTMLFormElement.prototype.submit.call(form);
  } finally {
    window.removeEventListener('submit', pass, true);
  }
}

/** `read` is called once for each submission that was not stopped by the form's own validation, before the page hears of it; what it gives, which records, after that. `waits`: whether one waits to be sent, and nothing must change in it. */
export function holdSubmissions(host: HTMLElement, read: (form: HTMLFormElement) => () => Promise<unknown> | undefined, waits: (is: boolean) => void): (event: SubmitEvent) => void {
  let holding: HTMLFormElement | undefined;

  return (event: SubmitEvent): void => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !host.contains(form)) return;
    if (form === holding) {
      // A second click while the first one waits.
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const { submitter } = event;
    const record = read(form);
    let ended = false;
    // The last listener of all: only now is it sure whether the page takes the submission into its own hands.
    const end = (last: Event): void => {
      if (last !== event || ended) return;
      ended = true;
      const recording = record();
      if (recording === undefined || event.defaultPrevented) return;
      event.preventDefault();
      holding = form;
      waits(true);
      const enough = new Promise((resolve) => setTimeout(resolve, PATIENCE));
      void Promise.race([recording.catch(() => {}), enough]).then(() => {
        holding = undefined;
        submitAgain(form, submitter);
        waits(false);
      });
    };
    window.addEventListener('submit', end);
    // Where the page stops the event on its way up, nothing can be held; it is recorded all the same.
    setTimeout(() => {
      window.removeEventListener('submit', end);
      if (!ended) void record()?.catch(() => {});
    });
  };
}
