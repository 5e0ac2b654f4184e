// One of a few choices, as Salesforce's base component is used: label, name, options, value.
import { api, LightningElement } from 'lwc';

export default class RadioGroup extends LightningElement {
  @api label;
  @api name;
  @api options = [];
  @api value = '';

  get choices() {
    return this.options.map(({ value, label }) => ({ value, label, checked: value === this.value }));
  }

  handleChange(event) {
    this.value = event.target.value;
    this.dispatchEvent(new CustomEvent('change', { detail: { value: this.value } }));
  }
}
