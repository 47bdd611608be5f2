import '@zk-income/ui/styles.css';
import { initLanguage, initTheme } from '@zk-income/ui';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { readService } from '../shared/service.js';
import { LinkPage, UnusablePage } from './link-page.js';
import { ListingPage } from './listing-page.js';
import { readLink } from './read-link.js';

const service = readService();

const Page = () => {
  const [url, setUrl] = useState(location.href);
  useEffect(() => {
    const update = () => setUrl(location.href);
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  const link = readLink(url, service);
  if (link.kind === 'listing') return <ListingPage link={link} service={service} />;
  return link.kind === 'unusable' ? (
    <UnusablePage reason={link.reason} service={service} />
  ) : (
    <LinkPage link={link} service={service} />
  );
};

initLanguage();
initTheme();
render(<Page />, document.getElementById('app') as HTMLElement);
