// The simulated Slack's page comes alive: clicks go to the app, what changes is drawn anew.
const frame = document.querySelector('.frame');
const dialog = document.querySelector('dialog');
const toast = document.querySelector('.toast');
const who = { team: frame.dataset.team, user: frame.dataset.user };

function say(sentence) {
  toast.textContent = sentence;
  toast.hidden = false;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    toast.hidden = true;
  }, 5000);
}

async function act(name, body) {
  const response = await fetch(`/sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...who, ...body }),
  });
  return response.json();
}

// What was entered below `root`: block id, then action id, then the value or values.
function entered(root) {
  const values = {};
  for (const element of root.querySelectorAll('[data-element]')) {
    const block = element.closest('[data-block]').dataset.block;
    values[block] ??= {};
    values[block][element.dataset.action] = whatIsIn(element);
  }
  return values;
}

function whatIsIn(element) {
  if (element.matches('.boxes'))
    return [...element.querySelectorAll('input:checked')].map((box) => box.value);
  if (element.multiple) return [...element.selectedOptions].map((option) => option.value);
  return element.value;
}

// Where an element stands: in a message, in a modal or in a Home tab.
function standing(element) {
  const message = element.closest('.message');
  if (message) return { root: message, at: { channel: message.dataset.channel, ts: message.dataset.ts } };
  const view = element.closest('[data-view]');
  return { root: view, at: { view_id: view.dataset.view } };
}

async function use(element, actionId, value) {
  const { root, at } = standing(element);
  const block = element.closest('[data-block]').dataset.block;
  element.classList.add('waiting');
  const body = { ...at, action_id: actionId, block_id: block, entered: entered(root) };
  const outcome = await act('click', value === undefined ? body : { ...body, value });
  element.classList.remove('waiting');
  if (!outcome.ok) say(`⚠️ ${document.body.dataset.broken}`);
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-click]');
  if (button) {
    const confirm = button.dataset.confirm && JSON.parse(button.dataset.confirm);
    if (confirm && !window.confirm(`${confirm.title}\n\n${confirm.text}`)) return;
    if (button.dataset.url) window.open(button.dataset.url, '_blank', 'noopener');
    button.closest('details')?.removeAttribute('open');
    await use(button, button.dataset.click, button.dataset.value);
  }
  if (event.target.closest('[data-close]')) {
    const view = event.target.closest('[data-view]');
    await act('close', { view_id: view.dataset.view });
  }
});

document.addEventListener('change', async (event) => {
  const chooser = event.target.closest('[data-switch] select');
  if (chooser) {
    const url = new URL(location.href);
    url.searchParams.set('as', chooser.value);
    location.assign(url);
    return;
  }
  const element = event.target.closest('[data-element]');
  const block = element?.closest('[data-block]');
  if (block && !block.matches('.block-input')) await use(element, element.dataset.action, whatIsIn(element));
});

document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  if (form.matches('[data-write]')) await write(form);
  else if (form.matches('[data-view]')) await submitView(form);
});

async function write(form) {
  const text = form.elements.text.value.trim();
  if (text === '') return;
  form.elements.text.value = '';
  const channel = frame.dataset.channel;
  const [command, ...rest] = text.split(' ');
  const outcome = command.startsWith('/')
    ? await act('command', { channel, command, text: rest.join(' ') })
    : await act('write', {
        channel,
        text,
        ...(form.dataset.thread ? { thread_ts: form.dataset.thread } : {}),
      });
  if (!outcome.ok) say(`⚠️ ${document.body.dataset.broken}`);
}

async function submitView(form) {
  const outcome = await act('submit', { view_id: form.dataset.view, entered: entered(form) });
  for (const block of form.querySelectorAll('[data-block]')) {
    const error = block.querySelector('.input-error');
    if (!error) continue;
    error.textContent = outcome.errors?.[block.dataset.block] ?? '';
    error.hidden = error.textContent === '';
  }
  if (!outcome.ok && !outcome.errors) say(`⚠️ ${document.body.dataset.broken}`);
}

let newest = 0;

// Draws the changed parts anew from the server's own page; half-typed text outside them stays.
async function redraw() {
  const mine = ++newest;
  const page = await (await fetch(location.href)).text();
  // Of two that were fetched at once the older one must not have the last word.
  if (mine !== newest) return;
  const fresh = new DOMParser().parseFromString(page, 'text/html');
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (!next || next.innerHTML === part.innerHTML || part === dialog) continue;
    const atEnd = part.scrollHeight - part.scrollTop - part.clientHeight < 80;
    part.replaceChildren(...next.childNodes);
    if (next.dataset.view !== undefined) part.dataset.view = next.dataset.view;
    if (atEnd && part.matches('.messages:not(.home)')) part.scrollTop = part.scrollHeight;
  }
  drawModal(fresh.querySelector('dialog'));
}

function drawModal(fresh) {
  const hash = dialog.querySelector('[data-hash]')?.dataset.hash;
  const next = fresh.querySelector('[data-hash]');
  if (hash !== next?.dataset.hash) dialog.replaceChildren(...fresh.childNodes);
  if (dialog.querySelector('.modal')) {
    if (!dialog.open) dialog.showModal();
  } else if (dialog.open) dialog.close();
}

dialog.addEventListener('cancel', (event) => {
  event.preventDefault();
  dialog.querySelector('[data-close]')?.click();
});

const stream = new EventSource(`/stream/${who.team}?as=${who.user}`);
let waiting;
function redrawSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(redraw, 60);
}
stream.addEventListener('message', redrawSoon);
// What changed before the stream was open was told to nobody here.
stream.addEventListener('open', redrawSoon);

if (dialog.querySelector('.modal')) dialog.showModal();
for (const list of document.querySelectorAll('.messages:not(.home)')) list.scrollTop = list.scrollHeight;
if (frame.dataset.app) await act('home', { app: frame.dataset.app });
