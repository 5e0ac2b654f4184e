// The command `revloop templates`: the templates of journeys, for people or as JSON.
import { parseArgs } from 'node:util';
import type { Command } from '#command.ts';

export const command: Command = {
  summary: 'cli.templates.summary',
  usage: 'cli.templates.usage',
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } });
    const { readTemplates } = await import('#templates/templates.ts');
    const templates = readTemplates();
    if (values.json) {
      const told = templates.map(({ stages, needs, signals, history: _, ...rest }) => ({
        ...rest,
        stages: stages.stages,
        signals,
        neededFields: needs.map(({ need, why }) => ({ field: need, why })),
      }));
      return terminal.print(JSON.stringify(told, null, 2));
    }
    const named = (list: readonly { readonly name: { readonly en: string } }[]) =>
      list.map((one) => one.name.en).join('; ');
    const lines = templates.flatMap(
      ({ id, industry, phase, name, stages, signals, interventions, needs }) => [
        `${id}  (${industry}, ${phase})`,
        `  ${name.en} / ${name['zh-CN']}`,
        `  ${terminal.say('cli.templates.stages')}: ${named(stages.stages)}`,
        `  ${terminal.say('cli.templates.signals')}: ${named(signals)}`,
        `  ${terminal.say('cli.templates.interventions')}: ${named(interventions)}`,
        `  ${terminal.say('cli.templates.needs')}: ${needs.map(({ need }) => need).join(', ')}`,
      ],
    );
    return terminal.print(lines.join('\n'));
  },
};
