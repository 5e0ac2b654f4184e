// A button that is only an icon; its words are for screen readers and the pointer.
import { api, LightningElement } from 'lwc';

export default class ButtonIcon extends LightningElement {
  @api iconName;
  @api variant;
  @api alternativeText;
  @api title;
}
