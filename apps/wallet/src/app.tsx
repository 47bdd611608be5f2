import { Alert, PageFrame, useSignal, useTexts } from '@zk-income/ui';
import { useEffect, useState } from 'preact/hooks';
import { lazyPage } from './lazy-page.js';
import { HomePage } from './pages/home.js';
import { type Route, route } from './router.js';
import { TEXTS } from './texts.js';

// Loaded when they are opened, so that the first page is shown soon. The service worker has all of them.
const AddPage = lazyPage(() => import('./pages/add.js').then((all) => all.AddPage));
const CredentialPage = lazyPage(() => import('./pages/credential.js').then((all) => all.CredentialPage));
const EmployersPage = lazyPage(() => import('./pages/employers.js').then((all) => all.EmployersPage));
const HelpPage = lazyPage(() => import('./pages/help.js').then((all) => all.HelpPage));
const HistoryPage = lazyPage(() => import('./pages/history.js').then((all) => all.HistoryPage));
const OfferPage = lazyPage(() => import('./pages/offer.js').then((all) => all.OfferPage));
const RequestPage = lazyPage(() => import('./pages/request.js').then((all) => all.RequestPage));
const SettingsPage = lazyPage(() => import('./pages/settings.js').then((all) => all.SettingsPage));

function useOnline(): boolean {
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  return isOnline;
}

const Page = ({ page, id, uri }: Route) => {
  const t = useTexts(TEXTS);
  switch (page) {
    case '':
      return <HomePage />;
    case 'credential':
      return <CredentialPage id={id ?? ''} />;
    case 'add':
      return <AddPage />;
    case 'offer':
      return <OfferPage key={uri} uri={uri} />;
    case 'request':
      return <RequestPage key={uri} uri={uri} />;
    case 'history':
      return <HistoryPage />;
    case 'help':
      return <HelpPage />;
    case 'employers':
      return <EmployersPage />;
    case 'settings':
      return <SettingsPage />;
    default:
      return <h1>{t.notFound}</h1>;
  }
};

/** Under which entry of the navigation a page is. */
const SECTIONS: Readonly<Record<string, string>> = {
  credential: '',
  offer: 'add',
  request: 'add',
  employers: 'help',
};

export const App = () => {
  const t = useTexts(TEXTS);
  const isOnline = useOnline();
  const shown = useSignal(route);
  const { page } = shown;
  const section = SECTIONS[page] ?? page;
  const item = (name: string, label: string, icon: 'card' | 'camera' | 'clock' | 'help' | 'settings') => ({
    href: `#/${name}`,
    label,
    icon,
    current: section === name,
  });
  const items = [
    item('', t.navHome, 'card'),
    item('add', t.navAdd, 'camera'),
    item('history', t.navHistory, 'clock'),
    item('help', t.navHelp, 'help'),
    item('settings', t.navSettings, 'settings'),
  ];
  const title = items.find(({ current }) => current)?.label;
  return (
    <PageFrame
      name={t.name}
      {...(title !== undefined && { title })}
      navigation={{ label: t.navigation, items }}
      footer={<p>{t.footer}</p>}
    >
      {!isOnline && <Alert live>{t.offline}</Alert>}
      <Page {...shown} />
    </PageFrame>
  );
};
