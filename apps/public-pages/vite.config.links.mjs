import { pageConfig } from '../../scripts/pages/vite-config.mjs';
import { namedAssets } from './named-assets.mjs';

const NAME = 'link-pages';
export default pageConfig(`${import.meta.dirname}/links`, NAME, namedAssets(NAME));
