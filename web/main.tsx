/** The page over http: its engine runs in a worker. */
import { startInWorker } from './engine/inWorker.ts';
import { startPage } from './start.tsx';

startPage(startInWorker);
