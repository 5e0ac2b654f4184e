// A utility icon, out of the design system's own sprite.
import { api, LightningElement } from 'lwc';
import { spriteUrl } from 'sandbox/page';

export default class Icon extends LightningElement {
  @api iconName;
  @api size = 'medium';

  get href() {
    return `${spriteUrl()}#${this.iconName.split(':')[1]}`;
  }

  get className() {
    return `slds-icon slds-icon_${this.size} slds-icon-text-default`;
  }
}
