// A sign that something is on its way.
import { api, LightningElement } from 'lwc';

export default class Spinner extends LightningElement {
  @api alternativeText;
  @api size = 'medium';

  get className() {
    return `slds-spinner slds-spinner_brand slds-spinner_${this.size}`;
  }
}
