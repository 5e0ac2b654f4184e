// An outbound message as Salesforce sends it.

type Input = {
  /** 15 characters, as Salesforce writes it there. */
  readonly org: string;
  readonly session?: string;
  readonly notifications: readonly {
    readonly id: string;
    readonly type: string;
    readonly fields: Readonly<Record<string, string>>;
  }[];
};

export function outboundMessage({ org, session, notifications }: Input): string {
  const list = notifications.map(({ id, type, fields }) => {
    const listed = Object.entries(fields).map(([name, value]) => `<sf:${name}>${value}</sf:${name}>`);
    return `
   <Notification>
    <Id>${id}</Id>
    <sObject xsi:type="${type}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">${listed.join('')}</sObject>
   </Notification>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${org}</OrganizationId>
   <ActionId>04kHp00000Aa1aa</ActionId>
   ${session === undefined ? '<SessionId xsi:nil="true"/>' : `<SessionId>${session}</SessionId>`}
   <EnterpriseUrl>https://acme.my.salesforce.com/services/Soap/c/67.0/00DHp000000Exam</EnterpriseUrl>
   <PartnerUrl>https://acme.my.salesforce.com/services/Soap/u/67.0/00DHp000000Exam</PartnerUrl>${list.join('')}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;
}
