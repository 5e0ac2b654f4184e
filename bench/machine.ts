// The machine that a benchmark ran on, in one line.
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

export function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const model = cpu?.model.trim() || 'unknown processor';
  return `${availableParallelism()} x ${model}, ${gigabytes} GB, ${platform()} ${arch()}, Node ${process.versions.node}, load ${load}`;
}
