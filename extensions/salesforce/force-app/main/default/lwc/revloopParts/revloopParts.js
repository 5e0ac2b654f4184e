// What a customer's health is made of, part by part, the weakest easy to spot.
import { api, LightningElement } from 'lwc';

export default class RevloopParts extends LightningElement {
  @api heading;
  @api parts;
}
