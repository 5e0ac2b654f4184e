// Puts the card into the record page and shows its toasts.
import '@lwc/synthetic-shadow';
import RevloopCard from 'c/revloopCard';
import { createElement } from 'lwc';
import { objectApiName, recordId } from 'sandbox/page';

const toasts = document.getElementById('toasts');

function showToast({ detail: { title, message, variant } }) {
  const toast = document.createElement('div');
  toast.className = `slds-notify slds-notify_toast slds-theme_${variant}`;
  toast.setAttribute('role', 'status');
  for (const text of [title, message]) {
    const line = document.createElement('p');
    line.textContent = text ?? '';
    toast.append(line);
  }
  toasts.append(toast);
  setTimeout(() => toast.remove(), 5_000);
}

document.addEventListener('lightning__showtoast', showToast);
const card = createElement('c-revloop-card', { is: RevloopCard });
Object.assign(card, { recordId, objectApiName });
document.getElementById('card').append(card);
