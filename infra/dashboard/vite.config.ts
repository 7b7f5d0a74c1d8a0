import { defineConfig } from 'vite';

// Addresses are relative, so that the dashboard also works behind a proxy that adds a prefix.
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env['DEALPULSE_API'] ?? 'http://127.0.0.1:8090' } },
  },
});
