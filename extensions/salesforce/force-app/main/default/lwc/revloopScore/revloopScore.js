// The two seconds: how promising or endangered, which way it goes, how sure.
import { api, LightningElement } from 'lwc';

const around = 2 * Math.PI * 32;

export default class RevloopScore extends LightningElement {
  @api view;
  @api confidenceLabel;

  get arc() {
    return `${(this.view.score.value / 100) * around} ${around}`;
  }

  get ringClass() {
    return `ring ring_${this.view.score.tone}`;
  }

  get bandClass() {
    return `band band_${this.view.score.tone}`;
  }

  /** What a screen reader says for the ring. */
  get spoken() {
    const { label, shown, band } = this.view.score;
    return [label, shown, band].filter((part) => part !== '').join(', ');
  }
}
