// A card as Salesforce's base component is used: a title with an icon, actions, and a body.
import { api, LightningElement } from 'lwc';

export default class Card extends LightningElement {
  @api title;
  @api iconName;
}
