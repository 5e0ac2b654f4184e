// Small drawn signs, so that the page looks the same where no emoji font is installed.
import { type Html, raw } from './html.ts';

const paths = {
  close: 'M4 4l8 8M12 4l-8 8',
  eye: 'M1.5 8s2.5-4.5 6.5-4.5S14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  lock: 'M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500',
  people:
    'M6 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM1.500 13.500c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4M10.500 3.200a2.500 2.500 0 0 1 0 4.600M12 9.800c1.500.500 2.500 1.800 2.500 3.700',
  reply: 'M2 3h12v8H7l-3.500 3v-3H2z',
} as const;

export function icon(name: keyof typeof paths): Html {
  return raw(
    `<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${paths[name]}"/></svg>`,
  );
}
