// What the page and the worker of a card tell each other.

export type CardStart = {
  /** Where the card's bundle is. */
  script: string;
  context: {
    location: 'crm.record.tab' | 'crm.record.sidebar';
    portal: { id: number; timezone: string };
    user: {
      id: number;
      email: string;
      firstName: string;
      lastName: string;
      locale: string;
      language: string;
    };
    crm: { objectId: number; objectTypeId: string };
    extension: { appId: string; appName: string; cardTitle: string };
    variables: Record<string, string>;
  };
};

export type CardHost = {
  fetch: (input: { url: string }) => Promise<{ status: number; body: string }>;
  addAlert: (alert: { type?: string; title?: string; message: string }) => void;
  reloadPage: () => void;
  onCrmPropertiesUpdate: (names: string[] | '*', tell: (properties: Record<string, string>) => void) => void;
};
