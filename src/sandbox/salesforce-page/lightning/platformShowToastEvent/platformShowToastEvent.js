// The event by which a component asks the page for a toast.

export class ShowToastEvent extends CustomEvent {
  constructor({ title, message, variant = 'info' }) {
    super('lightning__showtoast', {
      composed: true,
      bubbles: true,
      cancelable: true,
      detail: { title, message, variant },
    });
  }
}
