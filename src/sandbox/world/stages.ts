// The stages that a deal of the demo company can be open in, first to last.
export const openStages = [
  ...[
    'appointmentscheduled',
    'qualifiedtobuy',
    'presentationscheduled',
    'decisionmakerboughtin',
    'contractsent',
  ],
] as const;
