// A person says how the customer stands instead of the index: the band, why, and for how many days; or lets it count again.
import { api, LightningElement } from 'lwc';

const bands = ['healthy', 'watch', 'at_risk'];
const leastReason = 3;
const longestReason = 500;
const usualDays = 30;
const mostDays = 180;

export default class RevloopWord extends LightningElement {
  @api words;
  /** Whether somebody says something now, which can be taken back. */
  @api said;
  /** The word a person gave here: saving, sent, failed, or other where somebody was quicker; null while they gave none. */
  @api given;

  isOpen = false;
  band = '';
  reason = '';
  days = String(usualDays);

  get labels() {
    const { text } = this.words;
    return {
      title: text('console.word.band'),
      say: text(this.said ? 'console.word.other' : 'console.word.say'),
      back: text('console.word.back'),
      why: text('console.word.why'),
      days: text('console.word.days'),
      about: text('console.word.about'),
      save: text('console.word.save'),
      cancel: text('console.word.cancel'),
      saving: text('card.client.saving'),
      sent: text('card.record.sent'),
      kept: text('card.record.word.sent'),
      other: text('card.record.word.other'),
      notSaved: text('card.record.word.notSaved'),
      retry: text('card.client.retry'),
    };
  }

  get bands() {
    return bands.map((value) => ({ value, label: this.words.text(`card.view.band.${value}`) }));
  }

  get isClosed() {
    return !this.isOpen && !this.isSaving && !this.isSent;
  }

  get isSaving() {
    return this.given?.phase === 'saving';
  }

  get isSent() {
    return this.given?.phase === 'sent';
  }

  get isFailed() {
    return this.given?.phase === 'failed';
  }

  get isOther() {
    return this.given?.phase === 'other';
  }

  get mayNotSave() {
    const days = Number(this.days);
    const inTime = Number.isInteger(days) && days >= 1 && days <= mostDays;
    return this.band === '' || this.reason.trim().length < leastReason || !inTime;
  }

  get longest() {
    return longestReason;
  }

  get mostDays() {
    return mostDays;
  }

  handleOpen() {
    this.isOpen = true;
  }

  handleCancel() {
    this.isOpen = false;
  }

  handleBand(event) {
    this.band = event.detail.value;
  }

  handleReason(event) {
    this.reason = event.target.value;
  }

  handleDays(event) {
    this.days = event.target.value;
  }

  handleSave() {
    if (this.mayNotSave) return;
    const reason = this.reason.trim().slice(0, longestReason);
    this.tell({ band: this.band, reason, days: Number(this.days) });
  }

  handleBack() {
    this.tell({ band: 'computed', reason: '', days: 1 });
  }

  handleRetry() {
    this.dispatchEvent(new CustomEvent('again'));
  }

  tell(detail) {
    this.isOpen = false;
    this.dispatchEvent(new CustomEvent('say', { detail }));
  }
}
