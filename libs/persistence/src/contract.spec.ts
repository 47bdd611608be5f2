import { describePersistenceContract } from './testing/contract.js';

describePersistenceContract();
