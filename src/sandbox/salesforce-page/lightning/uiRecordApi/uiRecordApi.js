// Lightning Data Service, as far as the card uses it, over what the sandbox answers.
import { readRecord, writeRecord } from 'sandbox/page';

const watching = new Set();

/** The wire adapter: tells nothing first, then the record or an error, and again when it is told that it changed. */
export class getRecord {
  constructor(tell) {
    this.tell = tell;
    tell({ data: undefined, error: undefined });
  }

  connect() {
    watching.add(this);
  }

  disconnect() {
    watching.delete(this);
  }

  update(config) {
    this.config = config;
    return this.read();
  }

  async read() {
    const { recordId, fields = [], optionalFields = [] } = this.config;
    if (!recordId || fields.length + optionalFields.length === 0) return;
    const asked = this.config;
    const { ok, body } = await readRecord({ recordId, fields, optionalFields });
    if (asked !== this.config || JSON.stringify(body) === this.last) return;
    this.last = JSON.stringify(body);
    this.tell(ok ? { data: body, error: undefined } : { data: undefined, error: body });
  }
}

export async function notifyRecordUpdateAvailable(items) {
  const ids = items.map(({ recordId }) => recordId);
  const those = [...watching].filter(({ config }) => ids.includes(config?.recordId));
  await Promise.all(those.map((one) => one.read()));
}

export async function createRecord(input) {
  const { ok, body } = await writeRecord(input);
  if (!ok) throw body;
  return body;
}
