// How the score moved over time, and what Revloop and people did lately.
import { api, LightningElement } from 'lwc';

export default class RevloopPast extends LightningElement {
  @api view;
  @api trendHeading;
  @api deedsHeading;
}
