import { render } from './html.js';
import { Speaking } from './speaking.js';

/** An element that has much to show: as a template. Those with little to show do without, and so do their pages. */
export abstract class Templated extends Speaking {
  protected abstract render(): unknown;

  protected override draw(): void {
    render(this.render(), this.renderRoot);
  }
}
