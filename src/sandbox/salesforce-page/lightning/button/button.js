// A button as Salesforce's base component is used: label, variant, disabled, name.
import { api, LightningElement } from 'lwc';

export default class Button extends LightningElement {
  @api label;
  @api name;
  @api variant = 'neutral';
  @api disabled = false;

  get className() {
    return this.variant === 'base' ? 'slds-button' : `slds-button slds-button_${this.variant}`;
  }
}
