import '@zk-income/ui/styles.css';
import './wallet.css';
import { initLanguage, initTheme } from '@zk-income/ui';
import { render } from 'preact';
import { App } from './app.js';
import { watchInstallation } from './installation.js';
import { startRouter } from './router.js';
import { registerServiceWorker } from './service-worker-registration.js';

initLanguage();
initTheme();
startRouter();
watchInstallation();
render(<App />, document.getElementById('app') as HTMLElement);
registerServiceWorker();
