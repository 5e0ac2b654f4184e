// How the console is built: one page under /console, charts in chunks of their own.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  // Packages that lie in the repository's root would otherwise find the other React that HubSpot's card needs.
  resolve: { dedupe: ['react', 'react-dom'] },
  // Older targets would rewrite light-dark() into variables that Mantine does not set.
  build: { cssTarget: ['chrome123', 'firefox120', 'safari17.5'], chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
