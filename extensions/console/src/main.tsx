// Starts the console in the browser.
import '@mantine/core/styles.css';
import './console.css';
import { createTheme, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './api.ts';
import { App } from './app.tsx';
import { PathProvider } from './path.tsx';
import { TextsProvider } from './texts.tsx';

const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  fontFamily:
    'Inter, system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif',
  headings: { fontWeight: '620' },
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
});

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal will be refused again; a lost connection may come back.
      retry: (times, error) => !(error instanceof Refused && error.status < 500) && times < 2,
      staleTime: 5_000,
    },
  },
});

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={localStorageColorSchemeManager({ key: 'revloop-scheme' })}
      >
        <QueryClientProvider client={queries}>
          <TextsProvider>
            <PathProvider>
              <App />
            </PathProvider>
          </TextsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
