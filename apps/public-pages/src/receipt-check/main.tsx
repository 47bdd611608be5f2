import '@zk-income/ui/styles.css';
import './receipt-check.css';
import { initLanguage, initTheme } from '@zk-income/ui';
import { render } from 'preact';
import { readService } from '../shared/service.js';
import { ReceiptPage } from './receipt-page.js';

initLanguage();
initTheme();
render(<ReceiptPage service={readService()} />, document.getElementById('app') as HTMLElement);
