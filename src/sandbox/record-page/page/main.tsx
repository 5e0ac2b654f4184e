// Starts the record page from what the server wrote into it.
import { createRoot } from 'react-dom/client';
import type { Boot } from './boot.ts';
import { RecordPage } from './RecordPage.tsx';

const place = document.getElementById('root');
const boot: Boot = JSON.parse(document.getElementById('boot')?.textContent ?? '{}');
if (place !== null) createRoot(place).render(<RecordPage boot={boot} />);
