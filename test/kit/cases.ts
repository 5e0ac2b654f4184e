// The table of cases of the loop: every platform on every engine.
import { engines } from './database.ts';
import { platforms } from './running-world.ts';

export function cases() {
  return platforms.flatMap((platform) =>
    engines().map((engine) => ({ platform, engine, name: engine.name })),
  );
}
