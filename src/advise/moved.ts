// Advice that was opened, changed, ended or woken in a turn; fresh when it was opened.
import type { Advice } from './advice.ts';

export type Moved = { readonly advice: Advice; readonly fresh: boolean };
