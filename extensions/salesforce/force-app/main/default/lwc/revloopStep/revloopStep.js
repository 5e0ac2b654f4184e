// What to do next, why, and the buttons that tell Revloop what became of it.
import { api, LightningElement } from 'lwc';

const snoozes = [1, 3, 7];
const longestNote = 500;

export default class RevloopStep extends LightningElement {
  @api step;
  @api words;
  /** The answer a person gave here: saving, sent or failed; null while they gave none. */
  @api given;

  asking = null;
  note = '';

  get title() {
    return this.words.text('card.client.nextStep');
  }

  get none() {
    return this.words.text('card.client.noNextStep');
  }

  get mine() {
    return this.given?.adviceId === this.step?.adviceId ? this.given : null;
  }

  get isSaving() {
    return this.mine?.phase === 'saving';
  }

  get isSent() {
    return this.mine?.phase === 'sent';
  }

  get isFailed() {
    return this.mine?.phase === 'failed';
  }

  get dueClass() {
    return this.step.overdue ? 'due due_over' : 'due';
  }

  get titleClass() {
    return this.step.answerable || this.step.answered === '' ? 'title' : 'title title_over';
  }

  get canAnswer() {
    return this.step.answerable && !this.isSent && this.asking === null;
  }

  get isSnoozing() {
    return this.asking === 'snoozed' && !this.isSent;
  }

  get isTelling() {
    return this.asking === 'not_useful' && !this.isSent;
  }

  get snoozes() {
    return snoozes.map((days) => ({ days: String(days), label: this.words.text(`slack.snooze.${days}`) }));
  }

  get labels() {
    const { text } = this.words;
    return {
      done: text('card.view.answer.done'),
      snooze: text('slack.button.snooze'),
      dismiss: text('card.view.answer.dismissed'),
      notUseful: text('card.view.answer.not_useful'),
      why: text('card.client.why.label'),
      example: text('card.client.why.placeholder'),
      send: text('card.client.why.send'),
      cancel: text('console.cancel'),
      saving: text('card.client.saving'),
      sent: text('card.record.sent'),
      notSaved: text('card.client.notSaved.title'),
      retry: text('card.client.retry'),
    };
  }

  get maxLength() {
    return longestNote;
  }

  handleDone() {
    this.answer({ answer: 'done' });
  }

  handleDismiss() {
    this.answer({ answer: 'dismissed' });
  }

  handleAsk(event) {
    this.asking = event.target.name;
  }

  handleCancel() {
    this.asking = null;
  }

  handleSnooze(event) {
    this.answer({ answer: 'snoozed', snoozeDays: Number(event.target.name) });
  }

  handleNote(event) {
    this.note = event.target.value;
  }

  handleNotUseful() {
    this.answer({ answer: 'not_useful', note: this.note.trim().slice(0, longestNote) });
  }

  handleRetry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }

  answer(detail) {
    this.asking = null;
    this.note = '';
    this.dispatchEvent(new CustomEvent('answer', { detail }));
  }
}
