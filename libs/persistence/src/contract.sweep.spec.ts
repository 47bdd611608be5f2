import { describePersistenceSweep } from './testing/contract.js';

describePersistenceSweep();
