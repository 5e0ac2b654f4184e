// A field for a few lines.
import { api, LightningElement } from 'lwc';

export default class Textarea extends LightningElement {
  @api label;
  @api placeholder;
  @api maxLength;
  @api value = '';

  handleInput(event) {
    this.value = event.target.value;
    this.dispatchEvent(new CustomEvent('change', { detail: { value: this.value } }));
  }
}
