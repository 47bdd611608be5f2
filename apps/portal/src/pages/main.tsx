import '@zk-income/ui/styles.css';
import './portal.css';
import { initLanguage, initTheme } from '@zk-income/ui';
import { render } from 'preact';
import { Portal } from './portal.js';

initLanguage();
initTheme();
render(<Portal />, document.getElementById('app') as HTMLElement);
