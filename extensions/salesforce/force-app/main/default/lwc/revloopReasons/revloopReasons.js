// Why the score is what it is: what speaks for it and what against, strongest first.
import { api, LightningElement } from 'lwc';

export default class RevloopReasons extends LightningElement {
  @api sides;
}
