// The Revloop card on a record page: reads the record's fields by Lightning Data Service, and sends answers as records.
import LANG from '@salesforce/i18n/lang';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import { createRecord, getRecord, notifyRecordUpdateAvailable } from 'lightning/uiRecordApi';
import { api, LightningElement, track, wire } from 'lwc';
import { answerRecord, arrivedBefore, clientKey, problemOf, wordRecord } from './answer';
import { screenOf } from './screen';
import { storyOf, wanted } from './story';
import { localeOf, wordsIn } from './words';

// Lightning Data Service does not hear of what a server writes, so after an answer the card looks a few times.
const looksAfterMs = [10_000, 30_000, 60_000, 120_000];

/** The record tells a long reason shortened. */
function isSame(told, reason) {
  return told === reason || (told.endsWith('…') && reason.startsWith(told.slice(0, -1)));
}

export default class RevloopCard extends LightningElement {
  @api objectApiName;

  shownId;
  words = wordsIn(localeOf(LANG));
  @track screen = { state: 'loading' };
  @track given = null;
  @track said = null;
  timers = [];

  @api
  get recordId() {
    return this.shownId;
  }

  /** A page may keep its card for the next record, which must not be shown with the words of the last one. */
  set recordId(id) {
    if (id === this.shownId) return;
    this.shownId = id;
    this.screen = { state: 'loading' };
    this.given = null;
    this.said = null;
  }

  get fields() {
    return wanted(this.objectApiName);
  }

  @wire(getRecord, { recordId: '$recordId', optionalFields: '$fields' })
  told({ data, error }) {
    if (data) {
      const place = { words: this.words, now: new Date(), object: this.objectApiName };
      this.screen = screenOf(place, storyOf(data, this.objectApiName));
      if (this.given?.phase === 'sent' && this.isAnswered()) this.given = null;
      if (this.said?.phase === 'sent') this.hear();
    } else if (error) {
      this.screen = { state: 'failed', problem: problemOf(error) };
    }
  }

  disconnectedCallback() {
    for (const timer of this.timers) clearTimeout(timer);
  }

  get isLoading() {
    return this.screen.state === 'loading';
  }

  get isFailed() {
    return this.screen.state === 'failed';
  }

  get isEmpty() {
    return this.screen.state === 'empty';
  }

  get view() {
    return this.screen.view;
  }

  get ageClass() {
    return this.view.age.stale ? 'stale' : 'quiet';
  }

  get labels() {
    const { text } = this.words;
    return {
      loading: text('card.client.loading'),
      failed: text('card.record.failed'),
      retry: text('card.client.retry'),
      lookAgain: text('card.client.lookAgain'),
      refresh: text('card.client.refresh'),
      confidence: text('card.client.confidence'),
      parts: text('card.client.parts'),
      trend: text('card.client.trend'),
      deeds: text('card.client.lastActions'),
      open: text('card.view.openConsole'),
    };
  }

  refresh() {
    notifyRecordUpdateAvailable([{ recordId: this.recordId }]);
  }

  handleAnswer(event) {
    if (this.given?.phase === 'saving') return;
    const { adviceId, state } = this.view.step;
    this.send({ ...event.detail, adviceId, stateBefore: state, key: clientKey() });
  }

  handleRetry() {
    if (this.given?.phase === 'failed') this.send(this.given);
  }

  handleSay(event) {
    if (this.said?.phase === 'saving') return;
    this.sendWord({ ...event.detail, replaces: this.view.word.id, key: clientKey() });
  }

  handleAgain() {
    if (this.said?.phase === 'failed') this.sendWord(this.said);
  }

  sendWord(said) {
    this.said = { ...said, phase: 'saving' };
    const { recordId, objectApiName } = this;
    const arrive = () => {
      this.toast(this.words.text('card.record.word.sent'), this.words.text('card.record.sent'), 'success');
      if (recordId !== this.recordId) return;
      this.said = { ...said, phase: 'sent' };
      this.refresh();
      this.lookSoon();
    };
    createRecord(wordRecord({ recordId, objectApiName, given: said })).then(arrive, (error) => {
      if (arrivedBefore(error)) {
        arrive();
        return;
      }
      const problem = problemOf(error);
      this.toast(this.words.text('card.record.word.notSaved'), problem, 'error');
      if (recordId === this.recordId) this.said = { ...said, phase: 'failed', problem };
    });
  }

  /** The record tells what counts now: what was said here, or what somebody else said before it arrived. */
  hear() {
    const now = this.view?.word;
    if (!now || now.id === this.said.replaces) return;
    const isBack = this.said.band === 'computed';
    const mine = isBack ? !now.said : now.said && isSame(now.reason, this.said.reason);
    this.said = mine ? null : { ...this.said, phase: 'other' };
  }

  send(given) {
    this.given = { ...given, phase: 'saving' };
    const { recordId, objectApiName } = this;
    createRecord(answerRecord({ recordId, objectApiName, given })).then(
      () => this.arrive(given, recordId),
      (error) => {
        if (arrivedBefore(error)) this.arrive(given, recordId);
        else this.fail(given, recordId, problemOf(error));
      },
    );
  }

  arrive(given, recordId) {
    const sentence = this.confirmation(given);
    this.toast(sentence, this.words.text('card.record.sent'), 'success');
    if (recordId !== this.recordId) return;
    this.given = { ...given, phase: 'sent', sentence };
    this.refresh();
    this.lookSoon();
  }

  fail(given, recordId, problem) {
    this.toast(this.words.text('card.client.notSaved.title'), problem, 'error');
    if (recordId === this.recordId) this.given = { ...given, phase: 'failed', problem };
  }

  confirmation({ answer, snoozeDays }) {
    const { text, inDays } = this.words;
    if (answer === 'snoozed') return text('card.record.confirm.snoozed', { when: inDays(snoozeDays) });
    return text(`card.view.confirm.${answer}`);
  }

  /** The loop has answered once the record tells another step, or another state of this one. */
  isAnswered() {
    const step = this.view?.step;
    return !step || step.adviceId !== this.given.adviceId || step.state !== this.given.stateBefore;
  }

  lookSoon() {
    for (const ms of looksAfterMs) {
      // eslint-disable-next-line @lwc/lwc/no-async-operation -- cleared when the card goes
      const timer = setTimeout(() => {
        if (this.given?.phase === 'sent' || this.said?.phase === 'sent') this.refresh();
      }, ms);
      this.timers.push(timer);
    }
  }

  toast(title, message, variant) {
    this.dispatchEvent(new ShowToastEvent({ title, message, variant }));
  }
}
