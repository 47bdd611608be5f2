import { pageConfig } from '../../scripts/pages/vite-config.mjs';
import { namedAssets } from './named-assets.mjs';

const NAME = 'receipt-check';
export default pageConfig(`${import.meta.dirname}/receipt-check`, NAME, namedAssets(NAME));
