// Slack's rate limits: about one message a second per channel with a small burst, and a tier per method.
// Limits: docs.slack.dev/apis/web-api/rate-limits (Tier 2: 20+, Tier 3: 50+, Tier 4: 100+ per minute).

type Bucket = { tokens: number; at: number };
type Rule = { readonly burst: number; readonly perSecond: number };

const tiers = {
  channel: { burst: 5, perSecond: 1 },
  tier2: { burst: 20, perSecond: 20 / 60 },
  tier3: { burst: 50, perSecond: 50 / 60 },
  tier4: { burst: 100, perSecond: 100 / 60 },
} as const satisfies Record<string, Rule>;
export type Tier = keyof typeof tiers;

/** Takes one token of `key`; answers how many whole seconds to wait, 0 when the call may go on. */
export type RateLimit = (tier: Tier, key: string) => number;

export function rateLimit(now: () => number): RateLimit {
  const buckets = new Map<string, Bucket>();
  return (tier, key) => {
    const rule = tiers[tier];
    const name = `${tier}:${key}`;
    const bucket = buckets.get(name) ?? { tokens: rule.burst, at: now() };
    const earned = (Math.max(0, now() - bucket.at) / 1000) * rule.perSecond;
    bucket.tokens = Math.min(rule.burst, bucket.tokens + earned);
    bucket.at = now();
    buckets.set(name, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / rule.perSecond));
    bucket.tokens -= 1;
    return 0;
  };
}
