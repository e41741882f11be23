import { render } from 'lit/html.js';
import { Speaking } from './speaking.js';

/** An element that has much to show: as a template. Those with little to show do without, and their pages without Lit. */
export abstract class Templated extends Speaking {
  protected abstract render(): unknown;

  protected override draw(): void {
    render(this.render(), this.renderRoot, { host: this });
  }
}
