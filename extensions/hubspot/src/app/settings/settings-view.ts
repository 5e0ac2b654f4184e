// The shape that the settings page's back end answers with; a contract test keeps it equal to the server's own.

export type SettingsView = {
  connection: {
    state: 'connected' | 'paused' | 'unknown';
    label: string;
    tone: 'success' | 'warning' | 'danger' | 'info' | 'default';
  };
  notice: { title: string; text: string } | null;
  facts: { label: string; value: string }[];
  links: { label: string; url: string }[];
};
