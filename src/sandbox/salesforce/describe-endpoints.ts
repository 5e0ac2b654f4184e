// What an org has: objects, fields, resources, limits.
import { budgetOf } from './call-budget.ts';
import { describeJson, objectJson } from './describe-json.ts';
import { type Endpoint, typeOf } from './endpoint.ts';
import { SalesforceError } from './salesforce-error.ts';
import { rightsIn } from './view.ts';

export const describeEndpoints: readonly Endpoint[] = [
  {
    ...{ method: 'GET', path: '' },
    answer: ({ base }) => ({
      status: 200,
      body: Object.fromEntries(
        ['sobjects', 'query', 'queryAll', 'limits', 'composite', 'jobs'].map((name) => [
          name,
          `${base}/${name}`,
        ]),
      ),
    }),
  },
  {
    ...{ method: 'GET', path: '/sobjects' },
    answer: ({ view, base }) => ({
      status: 200,
      body: {
        ...{ encoding: 'UTF-8', maxBatchSize: 200 },
        sobjects: view.context.book
          .objects()
          .filter((type) => rightsIn(view, type).read)
          .map((type) => objectJson(view, type, base)),
      },
    }),
  },
  {
    ...{ method: 'GET', path: '/sobjects/:type' },
    answer: (call) => ({
      status: 200,
      body: { objectDescribe: objectJson(call.view, typeOf(call), call.base), recentItems: [] },
    }),
  },
  {
    ...{ method: 'GET', path: '/sobjects/:type/describe' },
    answer: (call) => ({ status: 200, body: describeJson(call.view, typeOf(call), call.base) }),
  },
  {
    ...{ method: 'GET', path: '/limits' },
    answer: ({ view }) => {
      if (!view.user.viewSetup) {
        throw new SalesforceError(
          403,
          'INSUFFICIENT_ACCESS',
          'You need the View Setup and Configuration permission.',
        );
      }
      const { used, most } = budgetOf(view.context);
      const limit = (max: number, left = max) => ({ Max: max, Remaining: left });
      const events = {
        Enterprise: 25_000,
        Developer: 10_000,
        Professional: 0,
        Unlimited: 50_000,
        Performance: 50_000,
      };
      return {
        status: 200,
        body: {
          DailyApiRequests: limit(most, Math.max(0, most - used)),
          DailyBulkApiBatches: limit(15_000),
          DailyBulkV2QueryJobs: limit(10_000),
          DailyBulkV2QueryFileStorageMB: limit(976_562),
          DailyDeliveredPlatformEvents: limit(events[view.context.facts().edition]),
          DataStorageMB: limit(10_240),
        },
      };
    },
  },
];
