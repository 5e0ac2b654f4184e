// Who a token belongs to: the identity URL and userinfo.
import express from 'express';
import { admitIdentity } from './gate.ts';
import type { Orgs } from './orgs.ts';
import { SalesforceError } from './salesforce-error.ts';

export function identityRoutes(orgs: Orgs): express.Router {
  const router = express.Router();
  const answer = (req: express.Request, res: express.Response) => {
    try {
      const { org, user } = admitIdentity(orgs, req.get('authorization') ?? bearerOf(req));
      const url = `${req.protocol}://${req.get('host') ?? ''}`;
      res.json({
        ...{ id: `${url}/id/${org.orgId}/${user.id}`, sub: `${url}/id/${org.orgId}/${user.id}` },
        ...{
          user_id: user.id,
          organization_id: org.orgId,
          username: user.username,
          preferred_username: user.username,
        },
        ...{
          display_name: `${user.firstName} ${user.lastName}`.trim(),
          name: `${user.firstName} ${user.lastName}`.trim(),
        },
        ...{ first_name: user.firstName, last_name: user.lastName, email: user.email, email_verified: true },
        ...{
          active: user.active,
          is_app_installed: true,
          user_type: 'STANDARD',
          language: 'en_US',
          locale: 'en_US',
        },
        ...{ timezone: org.facts().timeZone, zoneinfo: org.facts().timeZone },
        urls: {
          rest: `${org.instanceUrl(url)}/services/data/v{version}/`,
          sobjects: `${org.instanceUrl(url)}/services/data/v{version}/sobjects/`,
          query: `${org.instanceUrl(url)}/services/data/v{version}/query/`,
        },
      });
    } catch (error) {
      if (!(error instanceof SalesforceError)) throw error;
      res.status(403).type('text').send(error.message);
    }
  };
  router.get('/id/:org/:user', answer);
  router.get('/services/oauth2/userinfo', answer);
  return router;
}

function bearerOf(req: express.Request): string {
  const given = req.query['oauth_token'] ?? req.query['access_token'];
  return typeof given === 'string' ? `Bearer ${given}` : '';
}
