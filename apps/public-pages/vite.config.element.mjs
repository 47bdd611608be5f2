import { pageConfig } from '../../scripts/pages/vite-config.mjs';

// One file for script tags of other sites, with or without type="module".
export default pageConfig(import.meta.dirname, 'element', {
  build: {
    lib: {
      entry: `${import.meta.dirname}/src/element/define.ts`,
      formats: ['iife'],
      name: 'IncomeRequest',
      fileName: () => 'income-request.js',
    },
  },
});
