export { contentSecurityPolicy, type PagePermissions, pageHeaders } from './page-headers.js';
export {
  pageListener,
  type StaticPages,
  type StaticPagesOptions,
  type StaticRequest,
  type StaticResponse,
  sendPage,
  staticPages,
} from './static-pages.js';
