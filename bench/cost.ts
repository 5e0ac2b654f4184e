// What a process has used so far.
import { z } from 'zod';

export const cost = z.object({ rssMb: z.number(), mostRssMb: z.number(), cpuSeconds: z.number() });
export type Cost = z.infer<typeof cost>;

export function ownCost(): Cost {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return {
    rssMb: process.memoryUsage.rss() / 1024 ** 2,
    mostRssMb: maxRSS / 1024,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  };
}
