// The command line: what it prints, and what it answers to what it does not understand.
import { expect, test } from 'vitest';
import { runCli } from '#cli.ts';
import { text } from '#texts/texts.ts';

async function cli(...argv: string[]) {
  const printed: string[] = [];
  const code = await runCli(argv, {
    print: (line) => printed.push(line),
    say: (key, params) => text('en', key, params),
    interrupted: async () => undefined,
  });
  return { code, printed: printed.join('\n') };
}

test('without a command it lists them with a sentence each', async () => {
  const { code, printed } = await cli();
  expect(code).toBe(0);
  expect(printed).toMatch(/sandbox +a simulated HubSpot, Salesforce and Slack/);
});

test('a strange command or option ends with code 2 and the usage', async () => {
  expect(await cli('sandwich')).toMatchObject({
    code: 2,
    printed: expect.stringContaining('no command sandwich'),
  });
  const strange = await cli('sandbox', '--colour');
  expect(strange.code).toBe(2);
  expect(strange.printed).toContain('--colour');
  expect(strange.printed).toContain('npx revloop sandbox [--port');
});

test('an error of ours ends with code 1, its sentence and what to do now', async () => {
  const { code, printed } = await cli('sandbox', 'import', '--csv', 'nowhere.csv', '--map', 'nowhere.json');
  expect(code).toBe(1);
  expect(printed).toContain('nowhere.csv cannot be read');
  expect(printed).toContain('Correct what the sentence names');
});
