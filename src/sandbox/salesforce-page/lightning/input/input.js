// A field for one line or a number, as Salesforce's base component is used: type, label, min, max, step, value.
import { api, LightningElement } from 'lwc';

export default class Input extends LightningElement {
  @api type = 'text';
  @api label;
  @api min;
  @api max;
  @api step;
  @api value = '';

  handleInput(event) {
    this.value = event.target.value;
    this.dispatchEvent(new CustomEvent('change', { detail: { value: this.value } }));
  }
}
