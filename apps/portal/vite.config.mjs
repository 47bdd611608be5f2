import { pageConfig } from '../../scripts/pages/vite-config.mjs';

export default pageConfig(import.meta.dirname, 'portal');
