/** The page opened from a folder: its engine runs in the page, since browsers give file:// no workers. */
import { startInPage } from './engine/inPage.ts';
import { startPage } from './start.tsx';

startPage(startInPage);
